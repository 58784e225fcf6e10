import type { LoadPlan, LoadResult } from "../../ports/load.ts"
import type { ProberSettings } from "../undici-prober/settings.ts"
import { exchangeOn } from "./exchange.ts"
import { keepPace } from "./pace.ts"
import { openPool } from "./pool.ts"

export interface LoadRun extends ProberSettings {
  readonly seen: (result: LoadResult) => void
}

/** Sends the plan's requests; ends when each has its outcome. */
export async function runLoad(plan: LoadPlan, { seen, ...settings }: LoadRun): Promise<void> {
  const { requests, count, ratePerSecond, connections, privateAddresses, signal } = plan
  const [first] = requests
  if (first === undefined) return
  const url = new URL(first.url)
  const pool = await openPool({ url, connections, privateAddresses, ...settings })
  const onTheWay = new Set<Promise<void>>()
  const interrupts = new Set<() => void>()
  const interrupt = (): void => interrupts.forEach((end) => end())
  signal?.addEventListener("abort", interrupt, { once: true })
  const startedMs = performance.now()
  const send = (index: number, dueMs: number): void => {
    const turn = index % requests.length
    const request = requests[turn] ?? first
    const lateMs = performance.now() - startedMs - dueMs
    const queued = onTheWay.size >= connections
    const exchange = { request, dueMs: startedMs + dueMs, limits: plan, interrupts }
    const ended = exchangeOn(pool, exchange).then((outcome) =>
      seen({ request: turn, dueMs, lateMs, queued, outcome }),
    )
    onTheWay.add(ended)
    void ended.finally(() => onTheWay.delete(ended))
  }
  await keepPace({ count, intervalMs: 1000 / ratePerSecond, startedMs, signal, send })
  await Promise.all(onTheWay)
  signal?.removeEventListener("abort", interrupt)
  await pool.destroy()
}
