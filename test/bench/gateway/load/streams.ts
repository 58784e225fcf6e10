import { connect } from "node:net"
import { setTimeout as pause } from "node:timers/promises"
import type { Load, LoadResult } from "./job.ts"
import { placeOf, requestsOf } from "./request.ts"
import { Tally } from "./tally.ts"

/** Connections begin this long after one another: their events do not come all at once. */
const staggerMs = 5
const lastChunk = "0\r\n\r\n"

/** Each connection reads one stream after the other and notes how long the first event took. */
export async function readStreams(load: Load): Promise<LoadResult> {
  const tally = new Tally()
  const nextRequest = requestsOf(load)
  const readNext = (): void => {
    const sentAt = performance.now()
    let firstMs: number | undefined
    let status = 0
    let tail = ""
    const socket = connect(placeOf(load)).setNoDelay(true)
    socket.write(nextRequest())
    socket.on("data", (part: Buffer) => {
      const text = tail + part.toString("latin1")
      if (status === 0) status = Number(text.slice(9, 12))
      if (firstMs === undefined && text.includes("data:")) firstMs = performance.now() - sentAt
      tail = text.slice(-64)
      if (tail.endsWith(lastChunk)) socket.destroy()
    })
    socket.on("error", () => socket.destroy())
    socket.on("close", () => {
      const whole = tail.includes("[DONE]") && tail.endsWith(lastChunk)
      tally.note(status, firstMs ?? performance.now() - sentAt, whole)
      readNext()
    })
  }
  void begin(load.connections, readNext)
  return await tally.measure(load)
}

async function begin(connections: number, readNext: () => void): Promise<void> {
  for (let index = 0; index < connections; index += 1) {
    readNext()
    await pause(staggerMs)
  }
}
