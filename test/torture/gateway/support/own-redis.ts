import { spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, rmSync } from "node:fs"
import { connect } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { eventually } from "../../../support/eventually.ts"
import { freePort, takesConnections } from "./free-port.ts"

export interface OwnRedis {
  readonly port: number
  readonly url: string
  readonly stop: () => Promise<void>
  /** On the same port, with nothing in it. */
  readonly restart: () => Promise<void>
  /** It takes connections and bytes, and does nothing with them. */
  readonly freeze: () => void
  readonly thaw: () => void
  /** Carries out one line as redis-cli takes it. */
  readonly command: (line: string) => Promise<void>
  /** Stops it for good. */
  readonly end: () => Promise<void>
}

/** A Redis of one's own, on a free port, that keeps nothing; `options` are those of its command line. */
export async function launchRedis(options: readonly string[] = []): Promise<OwnRedis> {
  const port = await freePort()
  const folder = mkdtempSync(join(tmpdir(), "aidep-redis-"))
  let child = await run(port, folder, options)
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const closed = once(child, "close")
    child.kill("SIGKILL")
    await closed
  }
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    stop,
    restart: async () => {
      child = await run(port, folder, options)
    },
    freeze: () => void child.kill("SIGSTOP"),
    thaw: () => void child.kill("SIGCONT"),
    command: async (line) => {
      const socket = connect(port, "127.0.0.1")
      socket.write(`${line}\r\n`)
      const [reply] = await once(socket, "data")
      socket.destroy()
      if (String(reply).startsWith("-")) throw new Error(`Redis: ${String(reply)}`)
    },
    end: async () => {
      await stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function run(port: number, folder: string, options: readonly string[]) {
  const fixed = ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
  const child = spawn("redis-server", [...fixed, "--dir", folder, ...options], { stdio: "ignore" })
  await eventually("Redis to take connections", () => takesConnections(port))
  return child
}
