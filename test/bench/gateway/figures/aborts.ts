import { smallInstance } from "../../../torture/gateway/support/gateway-process.ts"
import { once } from "node:events"
import { connect } from "node:net"
import { setTimeout as pause } from "node:timers/promises"
import * as z from "zod"
import { direct, gateway, key, mockUpstream } from "../targets/target.ts"
import type { Figure } from "./figure.ts"

const limitMs = 250
const clients = 100
const seen = z.object({ abortedAt: z.array(z.number()) })

/** The moments at which a client leaves, in turns: how long after its request, and whether it wants a stream. */
const moments = [
  { what: "before the answer", stream: false, afterMs: 30 },
  { what: "before the first token", stream: true, afterMs: 30 },
  { what: "in mid-stream", stream: true, afterMs: 260 },
]

/** A hundred clients that leave, and when the upstream saw it. */
export async function aborts(folder: string): Promise<readonly Figure[]> {
  const upstream = await mockUpstream({ delayMs: 10_000, events: 1000, gapMs: 100 })
  const target = await gateway(upstream, { folder, nodeOptions: smallInstance })
  const look = async () =>
    seen.parse(await (await fetch(new URL("/counts", direct(upstream).url))).json()).abortedAt
  try {
    const lateMs: number[] = []
    for (let index = 0; index < clients; index += 1) {
      const leftAt = await askAndLeave(target.url, moments[index % moments.length] ?? moments[0])
      lateMs.push((await whenSeen(look, index)) - leftAt)
    }
    return [
      {
        name: `aborts of ${clients} that the upstream saw within ${limitMs} ms`,
        measured: lateMs.filter((ms) => ms <= limitMs).length,
        unit: "",
        digits: 0,
        atLeast: clients,
      },
      { name: "the slowest abort", measured: Math.max(...lateMs), unit: "ms", atMost: limitMs },
    ]
  } finally {
    await target.process.stop()
    await upstream.stop()
  }
}

/** The time of the epoch, in milliseconds, at which the client was gone. */
async function askAndLeave(
  url: string,
  { stream, afterMs }: { stream: boolean; afterMs: number } = { stream: true, afterMs: 0 },
): Promise<number> {
  const { hostname, port, pathname, host } = new URL(url)
  const socket = connect(Number(port), hostname).setNoDelay(true)
  await once(socket, "connect")
  const body = JSON.stringify({ model: "m", prompt: "b", stream })
  const head = `POST ${pathname} HTTP/1.1\r\nhost: ${host}\r\nauthorization: Bearer ${key}\r\n`
  socket.write(
    `${head}content-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  )
  socket.resume()
  await pause(afterMs)
  socket.destroy()
  return performance.timeOrigin + performance.now()
}

/** When the upstream saw the abort of this number; Infinity when it did not within ten times the limit. */
async function whenSeen(look: () => Promise<readonly number[]>, index: number): Promise<number> {
  for (let waited = 0; waited < limitMs * 10; waited += 20) {
    const at = (await look())[index]
    if (at !== undefined) return at
    await pause(20)
  }
  return Infinity
}
