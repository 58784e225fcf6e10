import { readFileSync } from "node:fs"
import { connect, type Socket } from "node:net"
import { describe, expect, onTestFinished, test } from "vitest"
import { eventually } from "../../../support/eventually.ts"
import { smallInstance } from "../support/gateway-process.ts"
import { beginEvents, done, json, write } from "../support/scripts.ts"
import type { Script } from "../support/scripted-upstream.ts"
import { authorization, runtimes, stage, stageProcess } from "../support/stage.ts"

// Group 2: a client that stops reading costs a bounded amount of memory, and the others nothing.

const part = `data: ${"x".repeat(64 * 1024)}\n\n`
/** What the system may hold in the buffers of two connections, and the gateway in its own. */
const mostBytesHeld = 24 * 1024 * 1024
const mostMbOfGrowth = 60

describe.each(runtimes)("a client that stops reading, on $name", (runtime) => {
  test("stops the upstream too, and others are served meanwhile", async () => {
    let sent = 0
    const { upstream, url, post } = await stage(
      endless((bytes) => (sent += bytes)),
      {},
      runtime,
    )
    const reader = stalledReader(url)
    await upstream.request(0)
    const stalledAt = await settled(() => sent)
    expect(stalledAt).toBeGreaterThan(part.length)
    expect(stalledAt).toBeLessThan(mostBytesHeld)
    upstream.play(json({ ok: true }))
    expect(await (await post("/v1/completions", { prompt: "p" })).json()).toEqual({ ok: true })
    reader.destroy()
  })

  test("is not taken for an upstream that says nothing any more", async () => {
    let sent = 0
    const long: Script = async (exchange) => {
      beginEvents(exchange)
      while (sent < 2 * mostBytesHeld && (await write(exchange, part))) sent += part.length
      exchange.response.end(done)
    }
    const { url } = await stage(long, { IDLE_TIMEOUT: "100ms" }, runtime)
    const reader = stalledReader(url)
    expect(await settled(() => sent)).toBeLessThan(mostBytesHeld)
    let end = ""
    reader.setEncoding("latin1").on("data", (text: string) => {
      end = (end + text).slice(-100)
    })
    reader.resume()
    await eventually("the stream to end", () => end.endsWith("0\r\n\r\n"))
    expect(end).toContain(done)
  })
})

test("twenty clients that stop reading leave the gateway small", async () => {
  let sent = 0
  const { upstream, gateway, url } = await stageProcess(
    endless((bytes) => (sent += bytes)),
    {},
    { nodeOptions: smallInstance },
  )
  const before = residentMb(gateway.pid)
  for (let index = 0; index < 20; index += 1) stalledReader(url)
  await upstream.request(19)
  await settled(() => sent)
  expect(residentMb(gateway.pid) - before).toBeLessThan(mostMbOfGrowth)
})

/** Events without end, as fast as they are taken. */
function endless(count: (bytes: number) => void): Script {
  return async (exchange) => {
    beginEvents(exchange)
    while (await write(exchange, part)) count(part.length)
  }
}

/** Asks for a stream and never reads a byte of it. */
function stalledReader(url: string): Socket {
  const { hostname, port } = new URL(url)
  const socket = connect({ host: hostname, port: Number(port) })
  onTestFinished(() => void socket.destroy())
  socket.on("error", () => socket.destroy()).pause()
  const body = JSON.stringify({ prompt: "p", stream: true })
  socket.write(
    [
      "POST /v1/completions HTTP/1.1",
      "host: gateway",
      `authorization: ${authorization}`,
      "content-type: application/json",
      `content-length: ${body.length}`,
      "",
      body,
    ].join("\r\n"),
  )
  return socket
}

/** The value once it has begun to grow and has stayed the same for ten looks. */
async function settled(look: () => number): Promise<number> {
  let last = 0
  let same = 0
  return await eventually("the stream to be held back", () => {
    same = look() === last && last > 0 ? same + 1 : 0
    last = look()
    return same >= 10 ? last : undefined
  })
}

function residentMb(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8")
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) / 976.5625
}
