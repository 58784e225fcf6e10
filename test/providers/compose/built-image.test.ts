import { spawn, spawnSync } from "node:child_process"
import { once } from "node:events"
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { afterAll, describe, expect, test } from "vitest"
import { pythonSource } from "../../support/render-manifest.ts"
import { renderOnCompose, webService } from "./render-compose.ts"

const program = "buildah"
const storage = { STORAGE_DRIVER: "vfs", BUILDAH_ISOLATION: "chroot" }
const bases = ["docker.io/library/node:24-slim", "docker.io/library/python:3.12-slim"]

function buildah(args: readonly string[]) {
  return spawnSync(program, args, { encoding: "utf8", env: { ...process.env, ...storage } })
}

const unavailable = bases.some((base) => buildah(["inspect", "--type", "image", base]).status !== 0)
if (unavailable)
  console.log("buildah or its base images are missing: Dockerfiles are not built for real.")

const nodeServer = `
const http = require("node:http")
const { writeFileSync } = require("node:fs")
writeFileSync("/data/mine", "")
writeFileSync("mine", "")
const server = http.createServer((request, response) => {
  response.end(JSON.stringify({ uid: process.getuid(), mode: process.env.NODE_ENV }))
  if (request.url === "/quit") server.close()
})
server.keepAliveTimeout = 1
server.listen(Number(process.argv[2]), () => console.log("listening"))
`

const pythonServer = `
import http.server, json, os, sys, threading
open("/data/mine", "w").close()
open("mine", "w").close()
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps({"uid": os.getuid(), "venv": sys.prefix}).encode())
        if self.path == "/quit":
            threading.Thread(target=server.shutdown).start()
    def log_message(self, *args): pass
server = http.server.ThreadingHTTPServer(("", int(sys.argv[1])), Handler)
print("listening")
server.serve_forever()
`

const images: string[] = []
const folders: string[] = []
afterAll(() => {
  for (const image of images) buildah(["rmi", "--force", image])
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

/** Builds the image of a project's only service, runs it and asks it for its health. */
async function runImage(name: string, files: ReadonlyMap<string, string>, port: number) {
  const folder = mkdtempSync(join(tmpdir(), "aidep-image-"))
  folders.push(folder)
  for (const [path, text] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  const image = `localhost/aidep-test-${name}-${process.pid}`
  images.push(image)
  const context = join(folder, "api")
  const built = buildah(["bud", "--network", "host", "--format", "docker", "-t", image, context])
  if (built.status !== 0) throw new Error(built.stderr)
  const { Docker } = JSON.parse(buildah(["inspect", "--type", "image", image]).stdout)
  const { Cmd, Healthcheck } = Docker.config
  const container = buildah(["from", image]).stdout.trim()
  const running = spawn(program, ["run", container, "--", ...Cmd], {
    env: { ...process.env, ...storage },
    stdio: ["ignore", "pipe", "inherit"],
  })
  await once(running.stdout, "data")
  const answer: unknown = await (await fetch(`http://127.0.0.1:${port}/health`)).json()
  const [, ...probe] = Healthcheck.Test
  const healthy = buildah(["run", container, "--", ...probe]).status
  await fetch(`http://127.0.0.1:${port}/quit`)
  await once(running, "exit")
  const ill = buildah(["run", container, "--", ...probe]).status
  buildah(["rm", container])
  return { answer, healthy, ill }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1")
  await once(server, "listening")
  const address = server.address()
  server.close()
  await once(server, "close")
  return typeof address === "object" && address !== null ? address.port : 0
}

const fields = (port: number, command: readonly string[]) =>
  `health: { path: /health }, volumes: { data: { mount: /data } }, command: [${command.join(", ")}, "${port}"]`

describe.skipIf(unavailable)("a built image", () => {
  test("of Node runs without root, writes its data, and tells its health", async () => {
    const port = await freePort()
    const text = webService(fields(port, ["node", "server.js"])).replace("3000", String(port))
    const sources = new Map([
      ["api/server.js", nodeServer],
      ["api/package.json", '{ "name": "api", "version": "1.0.0" }'],
      [
        "api/package-lock.json",
        '{ "name": "api", "version": "1.0.0", "lockfileVersion": 3, "packages": { "": { "name": "api", "version": "1.0.0" } } }',
      ],
    ])
    const files = new Map([...renderOnCompose(text).files, ...sources])
    expect(await runImage("node", files, port)).toEqual({
      answer: { uid: 1000, mode: "production" },
      healthy: 0,
      ill: 1,
    })
  })

  test("of Python runs in its virtual environment without root", async () => {
    const port = await freePort()
    const text = webService(fields(port, ["python", "server.py"])).replace("3000", String(port))
    const rendered = renderOnCompose(text, { sources: { "./api": pythonSource } })
    const sources = new Map([
      ["api/server.py", pythonServer],
      ["api/requirements.txt", ""],
    ])
    const files = new Map([...rendered.files, ...sources])
    expect(await runImage("python", files, port)).toEqual({
      answer: { uid: 1000, venv: "/opt/venv" },
      healthy: 0,
      ill: 1,
    })
  })
})
