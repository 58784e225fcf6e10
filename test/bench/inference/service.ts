import { type ChildProcess, spawn, spawnSync } from "node:child_process"
import { once } from "node:events"
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"
import { Agent, type Dispatcher, request } from "undici"
import * as z from "zod"
import { modelPython } from "../../templates/inference/model-python.ts"

const root = fileURLToPath(new URL("../../..", import.meta.url))
const token = "token-of-a-bench"
const agent = new Agent({ connections: 256, headersTimeout: 60_000 })

const line = z.looseObject({
  message: z.string(),
  phase: z.string().optional(),
  seconds: z.number().optional(),
  address: z.looseObject({ port: z.number() }).optional(),
})

export interface RunningService {
  readonly child: ChildProcess
  /** Seconds of each phase of the start. */
  readonly phases: Readonly<Record<string, number>>
  readonly post: (
    path: string,
    body: unknown,
    signal?: AbortSignal,
  ) => Promise<Dispatcher.ResponseData>
  readonly metrics: () => Promise<string>
  readonly stop: () => Promise<void>
}

export interface Workshop {
  readonly python: string
  /** A copy of the template, with the tiny model in `model` and `adapters`. */
  readonly folder: string
  readonly remove: () => void
}

/** Makes a copy of the service with a model to measure. */
export function makeWorkshop(): Workshop {
  const found = modelPython()
  if ("missing" in found) throw new Error(`There is no Python with a model: ${found.missing}`)
  const folder = mkdtempSync(join(tmpdir(), "aidep-bench-"))
  cpSync(join(root, "templates/services/inference"), folder, { recursive: true })
  const args = ["tools/make_tiny_model.py", "."]
  const { status, stderr } = spawnSync(found.python, args, { cwd: folder, encoding: "utf8" })
  if (status !== 0) throw new Error(stderr)
  return { ...found, folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

export const tinyModel = {
  AIDEP_MODEL_ENGINE: "hf",
  AIDEP_MODEL_ID: "./model",
  AIDEP_MODEL_ADAPTERS: '{"first":"./adapters/first","second":"./adapters/second"}',
} as const

/** Starts the service and waits until its model is loaded. */
export async function startReady(
  { python, folder }: Workshop,
  variables: Readonly<Record<string, string>>,
): Promise<RunningService> {
  const fixed = { AIDEP_TOKEN: token, HOST: "127.0.0.1", PORT: "0", PATH: process.env["PATH"] }
  const child = spawn(python, ["-m", "app"], {
    cwd: folder,
    env: { ...fixed, ...variables },
    stdio: ["ignore", "pipe", "inherit"],
  })
  const phases: Record<string, number> = {}
  const ready = Promise.withResolvers<number>()
  let port = 0
  createInterface(child.stdout).on("line", (text) => {
    const { message, phase, seconds, address } = line.parse(JSON.parse(text))
    if (phase !== undefined && seconds !== undefined) phases[phase] = seconds
    port = address?.port ?? port
    if (message === "ready" && port !== 0) ready.resolve(port)
    if (message === "listening" && "start" in phases) ready.resolve(port)
  })
  child.once("exit", (code) => ready.reject(new Error(`The service ended with ${code}.`)))
  return {
    child,
    phases,
    ...callsOf(`http://127.0.0.1:${await ready.promise}`, token),
    stop: () => end(child),
  }
}

/** Starts the stand-in for vLLM by itself, as its own users would call it. */
export async function startFake({ python, folder }: Workshop) {
  const port = await freePort()
  const script = join(folder, "tests/engine/fake_vllm.py")
  const args = [
    script,
    "model",
    "--host",
    "127.0.0.1",
    "--port",
    String(port),
    "--served-model-name",
    "m",
  ]
  const env = { PATH: process.env["PATH"], VLLM_API_KEY: token }
  const child = spawn(python, args, { env, stdio: ["ignore", "ignore", "inherit"] })
  const calls = callsOf(`http://127.0.0.1:${port}`, token)
  for (;;) {
    const up = await calls.metrics().then(Boolean, () => false)
    if (up) return { ...calls, stop: () => end(child) }
  }
}

function callsOf(url: string, key: string) {
  const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" }
  return {
    post: async (path: string, body: unknown, signal?: AbortSignal) =>
      await request(url + path, {
        method: "POST",
        headers,
        body: JSON.stringify(body),
        dispatcher: agent,
        ...(signal === undefined ? {} : { signal }),
      }),
    metrics: async () => {
      const { body } = await request(`${url}/metrics`, { headers, dispatcher: agent })
      return await body.text()
    },
  }
}

async function end(child: ChildProcess): Promise<void> {
  child.kill("SIGTERM")
  if (child.exitCode === null) await once(child, "exit")
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1")
  await once(server, "listening")
  const { port } = z.object({ port: z.int() }).parse(server.address())
  server.close()
  return port
}

/** Resident memory in MiB. */
export function residentMiB({ child }: RunningService): number {
  const status = readFileSync(`/proc/${child.pid}/status`, "utf8")
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024
}
