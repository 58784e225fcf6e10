import { LoadConnection } from "./connection.ts"
import type { Load, LoadResult } from "./job.ts"
import { placeOf, requestsOf } from "./request.ts"
import { Tally } from "./tally.ts"

/** Each connection sends its next request when it has its answer: the most that the target can do. */
export async function sendOneAfterAnother(load: Load): Promise<LoadResult> {
  const tally = new Tally()
  const nextRequest = requestsOf(load)
  for (const connection of connect(load)) {
    const next = () => {
      const sentAt = performance.now()
      connection.send(nextRequest(), ({ status, asExpected }) => {
        tally.note(status, performance.now() - sentAt, asExpected)
        next()
      })
    }
    next()
  }
  return await tally.measure(load)
}

/** As `sendOneAfterAnother`, until so many requests are answered. */
export async function sendCounted(load: Load, requests: number): Promise<LoadResult> {
  const tally = new Tally()
  const nextRequest = requestsOf(load)
  let left = requests
  const answered = connect(load).map(
    async (connection) =>
      await new Promise<void>((resolve) => {
        const next = () => {
          if (left === 0) return resolve()
          left -= 1
          const sentAt = performance.now()
          connection.send(nextRequest(), ({ status, asExpected }) => {
            tally.note(status, performance.now() - sentAt, asExpected)
            next()
          })
        }
        next()
      }),
  )
  return await tally.measureUntil(Promise.all(answered))
}

/**
 * Requests are due at the times of a fixed rate, whatever the answers do. One that finds no idle connection waits, and
 * its wait counts.
 */
export async function sendAtRate(load: Load, rate: number): Promise<LoadResult> {
  const tally = new Tally()
  const nextRequest = requestsOf(load)
  const idle = connect(load)
  const waiting: number[] = []
  const begin = performance.now()
  const dueAt = (index: number) => begin + (index * 1000) / rate
  let due = 0
  const send = () => {
    for (;;) {
      const connection = idle.pop()
      if (connection === undefined) return
      const at = waiting.shift()
      if (at === undefined) return void idle.push(connection)
      connection.send(nextRequest(), ({ status, asExpected }) => {
        tally.note(status, performance.now() - at, asExpected)
        idle.push(connection)
      })
    }
  }
  setInterval(() => {
    for (; dueAt(due) <= performance.now(); due += 1) waiting.push(dueAt(due))
    send()
  }, 1)
  return await tally.measure(load)
}

function connect(load: Load): LoadConnection[] {
  const expected = load.expected === undefined ? undefined : Buffer.from(load.expected)
  return Array.from({ length: load.connections }, () => new LoadConnection(placeOf(load), expected))
}
