import { type ChildProcess, fork, spawnSync } from "node:child_process"
import { once } from "node:events"
import { fileURLToPath } from "node:url"
import { setTimeout as pause } from "node:timers/promises"
import { undiciLoad } from "../../../src/adapters/undici-load.ts"
import { distributionOf, estimateQuantile } from "../../../src/core/slo/distribution.ts"
import { openHistogram } from "../../../src/core/slo/histogram.ts"
import type { LoadResult } from "../../../src/ports/load.ts"
import { report } from "../measure.ts"
import { drawnDelays, type TargetRecord } from "./target.ts"

// What a run under load measures, against what the server really did: with delays from a known distribution, also
// while it is stopped for a second by the system. The load has one core of this machine.

const short = process.argv.includes("--short")
const seconds = short ? 3 : 10
const rates = short ? [500, 2000] : [100, 500, 1000, 2000]
const shares = [0.5, 0.95, 0.99]

pinTo(0, process.pid)
const within: boolean[] = []
for (const rate of rates) within.push(...judge(await measure(rate, 0)))
for (const rate of rates.slice(0, -1)) within.push(...judge(await measure(rate, 1000)))
console.log(`largest memory: ${Math.round(process.resourceUsage().maxRSS / 1000)} MB`)
process.exitCode = within.every(Boolean) ? 0 : 1

interface Measured {
  readonly rate: number
  readonly stallMs: number
  readonly results: readonly LoadResult[]
  /** From when each was due until the server answered it. */
  readonly truthMs: readonly number[]
}

/** One run against a server of its own; every request has an address of its own, by which the server knows it. */
async function measure(rate: number, stallMs: number): Promise<Measured> {
  const count = rate * seconds
  const target = fork(fileURLToPath(new URL("target.ts", import.meta.url)), [String(rate)])
  if (target.pid !== undefined) pinTo(1, target.pid)
  const [{ port }] = await once(target, "message")
  const origin = `http://127.0.0.1:${port}`
  const requests = Array.from({ length: count }, (_, index) => ({
    method: "GET",
    url: `${origin}/${index}`,
    headers: {},
  }))
  const results: LoadResult[] = []
  const starts: number[] = []
  const plan = { requests, count, ratePerSecond: rate, timeoutMs: 30_000, connections: 5000 }
  const stalled = stallMs === 0 ? undefined : stall(target, stallMs)
  await undiciLoad().run(plan, (result) => {
    const { dueMs, outcome } = result
    starts.push(performance.timeOrigin + performance.now() - outcome.timings.totalMs - dueMs)
    results.push(result)
  })
  await stalled
  target.send("tell")
  const [record]: [TargetRecord] = (await once(target, "message")) as [TargetRecord]
  target.kill()
  // Between an answer and its report lies at least nothing: the smallest is when the run began.
  const startedMs = starts.reduce((a, b) => Math.min(a, b))
  const truthMs = results.map(({ request, dueMs }) => {
    const answered = record.answeredAtMs[`/${request}`] ?? Number.NaN
    return answered - startedMs - dueMs
  })
  return { rate, stallMs, results, truthMs }
}

async function stall(target: ChildProcess, stallMs: number): Promise<void> {
  await pause((seconds * 1000) / 3)
  target.kill("SIGSTOP")
  await pause(stallMs)
  target.kill("SIGCONT")
}

function judge({ rate, stallMs, results, truthMs }: Measured): readonly boolean[] {
  const about = `${rate}/s${stallMs === 0 ? "" : `, stopped for ${stallMs} ms`}`
  const failed = results.filter(({ outcome }) => outcome.status === "failed").length
  const histogram = openHistogram()
  for (const { outcome } of results) histogram.add(outcome.timings.totalMs)
  const truth = distributionOf(truthMs)
  const drawn = distributionOf(drawnDelays(rate, results.length))
  const quantile = (values: typeof truth, share: number) =>
    estimateQuantile(values, share)?.value ?? Number.NaN
  const rows = shares.map((share) => {
    const [measured, real] = [quantile(histogram, share), quantile(truth, share)]
    const [offMs, allowedMs] = [Math.abs(measured - real), Math.max(1, 0.02 * real)]
    const drawnMs = stallMs === 0 ? `, drawn ${quantile(drawn, share).toFixed(2)}` : ""
    console.log(
      `        p${share * 100}: ${measured.toFixed(2)} ms, really ${real.toFixed(2)}${drawnMs}`,
    )
    return offMs / allowedMs
  })
  return [
    report({ name: `${about}: requests that failed`, measured: failed, limit: 0, unit: "" }),
    report({
      name: `${about}: p50, p95 and p99 off by, of 1 ms or 2 %`,
      measured: Math.max(...rows),
      limit: 1,
      unit: "x",
    }),
    report({
      name: `${about}: rate off by`,
      measured: rateError(results, rate),
      limit: 1,
      unit: "%",
    }),
  ]
}

/** The worst of the whole run and of its seconds, in per cent. */
function rateError(results: readonly LoadResult[], rate: number): number {
  const sentMs = results.map(({ dueMs, lateMs }) => dueMs + lateMs).toSorted((a, b) => a - b)
  const spanMs = (sentMs.at(-1) ?? 0) - (sentMs[0] ?? 0)
  const whole = ((sentMs.length - 1) / spanMs) * 1000
  const bySecond = Array.from({ length: seconds }, (_, second) => {
    // Half an interval earlier, so that a request that is due on the edge has a second of its own.
    const from = second * 1000 - 500 / rate
    return sentMs.filter((ms) => ms >= from && ms < from + 1000).length
  })
  return 100 * Math.max(...[whole, ...bySecond].map((found) => Math.abs(found / rate - 1)))
}

function pinTo(core: number, pid: number): void {
  spawnSync("taskset", ["-cp", String(core), String(pid)])
}
