import { spawnSync } from "node:child_process"
import { once } from "node:events"
import { chmodSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import * as http from "node:http"
import { type AddressInfo, createServer } from "node:net"
import { tmpdir } from "node:os"
import { text } from "node:stream/consumers"
import { join } from "node:path"
import { nginx } from "./tools.ts"

export interface RunningNginx extends AsyncDisposable {
  readonly port: number
  readonly get: (path: string, options?: RequestOptions) => Promise<Answer>
  readonly request: (path: string, options?: RequestOptions) => http.ClientRequest
}

export interface RequestOptions {
  readonly headers?: Readonly<Record<string, string>>
  /** Address of this machine to ask from. */
  readonly from?: string
}

export interface Answer {
  readonly status: number
  readonly headers: http.IncomingHttpHeaders
  readonly body: string
}

/** A server on a free port of this machine, as a service behind nginx. */
export async function upstreamServer(
  handle: http.RequestListener,
): Promise<{ readonly server: http.Server; readonly port: number } & AsyncDisposable> {
  const server = http.createServer(handle)
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  return {
    server,
    port: (server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, "close")
    },
  }
}

/** Starts nginx with a rendered nginx.conf, in which only places of the container become places of this machine. */
export async function runNginx(
  conf: string,
  upstreams: Readonly<Record<string, number>>,
): Promise<RunningNginx> {
  const port = await freePort()
  const folder = mkdtempSync(join(tmpdir(), "aidep-nginx-"))
  // The worker runs as another user where the tests run as root.
  chmodSync(folder, 0o755)
  const file = join(folder, "nginx.conf")
  writeFileSync(file, onThisMachine(conf, { port, folder, upstreams }))
  const started = nginxCommand(folder, ["-c", file])
  if (started.status !== 0) throw new Error(started.log)
  const request = (path: string, { from, headers }: RequestOptions = {}) =>
    http.request({
      agent: false,
      headers: headers ?? {},
      host: "127.0.0.1",
      path,
      port,
      ...(from === undefined ? {} : { localAddress: from }),
    })
  return {
    port,
    request,
    get: async (path, options) => answerTo(request(path, options)),
    [Symbol.asyncDispose]: async () => {
      process.kill(Number(readFileSync(join(folder, "nginx.pid"), "utf8")))
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

/** What `nginx -t` says of a rendered nginx.conf; empty when nothing. */
export function nginxProblems(conf: string, upstreams: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), "aidep-nginx-"))
  try {
    const file = join(folder, "nginx.conf")
    const places = {
      port: 8080,
      folder,
      upstreams: Object.fromEntries(upstreams.map((name) => [name, 1])),
    }
    writeFileSync(file, onThisMachine(conf, places))
    const { log } = nginxCommand(folder, ["-t", "-q", "-c", file])
    return log
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function onThisMachine(
  conf: string,
  {
    port,
    folder,
    upstreams,
  }: { port: number; folder: string; upstreams: Readonly<Record<string, number>> },
): string {
  const placed = conf
    .replaceAll("listen 8080", `listen 127.0.0.1:${port}`)
    .replace("/tmp/nginx.pid", join(folder, "nginx.pid"))
    .replace("/var/cache/nginx/edge", join(folder, "cache"))
  return Object.entries(upstreams).reduce(
    (replaced, [name, upstreamPort]) =>
      replaced.replace(
        new RegExp(`server ${name}:\\d+ resolve;`),
        `server 127.0.0.1:${upstreamPort} resolve;`,
      ),
    placed,
  )
}

/** Returns once nginx listens: it goes to the background after that. */
function nginxCommand(folder: string, args: readonly string[]) {
  const logFile = join(folder, "log")
  const output = openSync(logFile, "a")
  const { status } = spawnSync(nginx.path, ["-p", folder, ...args], {
    stdio: ["ignore", output, output],
  })
  return { status, log: readFileSync(logFile, "utf8") }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1")
  await once(server, "listening")
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, "close")
  return port
}

async function answerTo(request: http.ClientRequest): Promise<Answer> {
  const answered = new Promise<http.IncomingMessage>((resolve, reject) => {
    request.once("response", resolve)
    request.once("error", reject)
  })
  request.end()
  const response = await answered
  const body = await text(response)
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    body,
  }
}
