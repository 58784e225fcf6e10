import { execFile } from "node:child_process"
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises"
import { createServer, type IncomingMessage } from "node:http"
import { tmpdir } from "node:os"
import { delimiter, dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { apiAddress } from "../../../../providers/cloudflare/remote/api/cloudflare-api.ts"
import { cloudflareSimulator } from "../../../../providers/cloudflare/simulator.ts"
import type { HttpOutcome, HttpRequest } from "../../../../src/ports/http.ts"
import type { Simulation } from "../../../../src/provider/simulation.ts"

const wrangler = fileURLToPath(
  new URL("../../../../node_modules/wrangler/bin/wrangler.js", import.meta.url),
)

export interface ServedSimulation {
  /** Of the API, on the loopback interface. */
  readonly address: string
  readonly requests: readonly ServedRequest[]
  readonly close: () => Promise<void>
}

export interface ServedRequest {
  readonly request: HttpRequest
  readonly outcome: HttpOutcome
}

/** Serves a simulated account over HTTP, as Cloudflare serves the real ones. */
export async function serveSimulation(simulation: Simulation): Promise<ServedSimulation> {
  const requests: ServedRequest[] = []
  const server = createServer(async (incoming, answer) => {
    const request = await requestFrom(incoming)
    const outcome = simulation.answer?.(request)
    if (outcome?.status !== "answered") throw new Error(`Nobody answered ${request.url}.`)
    requests.push({ request, outcome })
    answer.writeHead(outcome.statusCode, outcome.headers).end(outcome.body)
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const bound = server.address()
  const port = typeof bound === "object" && bound !== null ? bound.port : 0
  return {
    address: `http://127.0.0.1:${port}${new URL(apiAddress).pathname}`,
    requests,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function requestFrom(incoming: IncomingMessage): Promise<HttpRequest> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk)
  const { headers, method = "GET", url = "/" } = incoming
  return {
    operation: "wrangler",
    method: method as HttpRequest["method"],
    url: `${new URL(apiAddress).origin}${url}`,
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, [value].flat().join(", ")]),
    ),
    body: Buffer.concat(chunks).toString("utf8"),
    effect: method === "GET" ? "read" : "change",
    idempotent: false,
    timeoutMs: 1000,
  }
}

export interface WranglerFolder {
  readonly path: string
  readonly remove: () => Promise<void>
  /** Runs wrangler against an account at an address; answers with all that it wrote. */
  readonly run: (args: readonly string[], address: string) => Promise<string>
}

/** A folder with files, in which wrangler runs with nothing of the user's own around it. */
export async function wranglerFolder(
  files: Readonly<Record<string, string>>,
): Promise<WranglerFolder> {
  const path = await mkdtemp(join(tmpdir(), "aidep-upload-"))
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(path, name)), { recursive: true })
    await writeFile(join(path, name), text)
  }
  return {
    path,
    remove: async () => await rm(path, { recursive: true, force: true }),
    run: async (args, address) => await runWrangler({ args, address, path }),
  }
}

interface WranglerRun {
  readonly args: readonly string[]
  readonly address: string
  readonly path: string
}

async function runWrangler({ address, args, path }: WranglerRun): Promise<string> {
  const env = {
    ...cloudflareSimulator.credentials,
    CLOUDFLARE_API_BASE_URL: address,
    PATH: `${dirname(process.execPath)}${delimiter}${process.env["PATH"] ?? ""}`,
    HOME: path,
    CI: "1",
    NO_COLOR: "1",
    WRANGLER_SEND_METRICS: "false",
    WRANGLER_SEND_ERROR_REPORTS: "false",
  }
  const { promise, resolve } = Promise.withResolvers<string>()
  const options = { cwd: path, timeout: 60_000, env }
  execFile(process.execPath, [wrangler, ...args], options, (error, stdout, stderr) => {
    const failed = error === null ? "" : `\nexit code ${String(error.code)}`
    resolve(`${stdout}\n${stderr}${failed}`)
  })
  return await promise
}
