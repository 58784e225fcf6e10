import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { randomNumbers } from "../../../src/core/cost/pool/random-numbers.ts"

// A server whose delays are drawn from a known distribution, and that writes down when it answered each request. It
// is a process of its own: the load must not wait for it.

/** Milliseconds of the requests in the order in which they come: 5 and an exponential time of 20; one in fifty, 150 more. */
export function drawnDelays(seed: number, count: number): readonly number[] {
  const { uniform, exponential } = randomNumbers(seed)
  return Array.from({ length: count }, () => 5 + 20 * exponential() + (uniform() < 0.02 ? 150 : 0))
}

/** What the server did: by request, when it answered; milliseconds since 1970. */
export interface TargetRecord {
  readonly answeredAtMs: Readonly<Record<string, number>>
}

const [seed] = process.argv.slice(2).map(Number)
if (seed !== undefined && process.send !== undefined) serve(seed, process.send.bind(process))

function serve(from: number, tell: (message: object) => void): void {
  const delays = drawnDelays(from, 200_000)
  const answeredAtMs: Record<string, number> = {}
  let arrived = 0
  const server = createServer((request, response) => {
    const due = performance.now() + (delays[arrived] ?? 0)
    arrived += 1
    const answer = (): void => {
      const waitMs = due - performance.now()
      // Timers are late by a millisecond and more: the rest is waited for turn by turn.
      if (waitMs > 2) setTimeout(answer, waitMs - 2)
      else if (waitMs > 0) setImmediate(answer)
      else {
        answeredAtMs[request.url ?? ""] = performance.timeOrigin + performance.now()
        response.end("{}")
      }
    }
    answer()
  })
  server.listen(0, "127.0.0.1", () => tell({ port: (server.address() as AddressInfo).port }))
  process.on("message", () => tell({ answeredAtMs } satisfies TargetRecord))
}
