import { spawnSync } from "node:child_process"
import { once } from "node:events"
import { connect, createServer, type Socket } from "node:net"
import { setTimeout as pause } from "node:timers/promises"
import { onTestFinished } from "vitest"
import { launchRedis, type OwnRedis } from "./own-redis.ts"

/** False where there is no redis-server, which is said once in each file that asks. */
export function needsRedis(): boolean {
  const found = spawnSync("redis-server", ["--version"]).status === 0
  if (!found)
    console.log("Skipped: there is no redis-server (Debian: redis-server) on this machine.")
  return found
}

/** A Redis that ends with the test. */
export async function startRedis(options: readonly string[] = []): Promise<OwnRedis> {
  const redis = await launchRedis(options)
  onTestFinished(redis.end)
  return redis
}

/** A way to a Redis on which every answer takes so much longer. */
export async function slowWayTo(port: number, delayMs: number): Promise<string> {
  const sockets = new Set<Socket>()
  const server = createServer((near) => {
    const far = connect(port, "127.0.0.1")
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on("error", () => socket.destroy())
    }
    near.on("data", (bytes) => far.write(bytes)).on("close", () => far.destroy())
    far.on("data", (bytes: Buffer) => void pause(delayMs).then(() => near.write(bytes)))
    far.on("close", () => near.destroy())
  })
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const address = server.address()
  return `redis://127.0.0.1:${typeof address === "object" ? address?.port : ""}`
}
