import { monthSeconds } from "../usage.ts"
import { estimateMean, type MeanEstimate, type Observation } from "./estimate-mean.ts"
import { InstancePool, type PoolCounts } from "./instance-pool.ts"
import { LatencyHistogram } from "./latency-histogram.ts"
import { busiestRate, daySeconds, type PoolLoad, requestsADay } from "./pool-load.ts"
import { type Phase, phasesOf } from "./phases.ts"
import { type RandomNumbers, randomNumbers } from "./random-numbers.ts"

/** A month of a pool. Seconds are sums over all instances. */
export interface PoolMonth {
  /** Open time that is billed, rounded up run by run; cold starts are in it. */
  readonly billed: MeanEstimate
  readonly busySeconds: number
  readonly idleSeconds: number
  readonly coldSeconds: number
  readonly starts: number
  readonly requests: number
  readonly peakInstances: number
  /** Seconds that 99 of 100 requests stay within: those that met an open instance, and all of them. */
  readonly p99: { readonly warm: number | undefined; readonly all: number | undefined }
  /** Share of requests, 0 to 1, that waited for an instance to start. */
  readonly coldShare: number
  /** Share of requests answered within `patience` seconds. */
  readonly answeredShare: number
  readonly simulated: { readonly days: number; readonly requests: number }
}

export interface SimulationOptions {
  readonly seed?: number
  /** Half-width of the interval of the billed seconds, as a share of them; simulated until it is met. */
  readonly precision?: number
  /** Requests simulated at most; the interval says how exact the result is then. */
  readonly maxRequests?: number
}

/** Seconds after which callers and proxies give up. */
const patience = 60

const leastDays = 10

/**
 * Simulates days of a pool until the confidence interval of what is billed is narrow enough.
 *
 * Every day is one observation. Of long stretches at a steady rate only a window is simulated, and counts for the
 * rest, so that ten million requests a month take no longer than a hundred thousand.
 */
export function simulatePool(
  load: PoolLoad,
  { seed = 1, precision = 0.01, maxRequests = 1_000_000 }: SimulationOptions = {},
): PoolMonth {
  if (requestsADay(load.day) === 0) return idleMonth(load)
  const run = newRun(sized(load), seed)
  runDay(run)
  const warmUp = run.requests
  const days: WeightedDay[] = []
  const observations: Observation[] = []
  const expected = requestsADay(load.day)
  for (;;) {
    const day = runDay(run)
    days.push(day)
    observations.push({ value: billedOf(day), control: day.requests })
    if (days.length < leastDays) continue
    const { mean, halfWidth } = estimateMean(observations, expected)
    const narrow = halfWidth <= precision * 0.8 * mean
    if (narrow || run.requests - warmUp >= maxRequests || days.length >= 100_000) break
  }
  return monthOf(run, { days, observations, expected })
}

type WeightedDay = PoolCounts

interface Run {
  readonly load: PoolLoad
  readonly pool: InstancePool
  readonly phases: readonly Phase[]
  readonly random: RandomNumbers
  readonly warm: LatencyHistogram
  readonly all: LatencyHistogram
  now: number
  requests: number
}

function newRun(load: PoolLoad, seed: number): Run {
  return {
    load,
    pool: new InstancePool(load),
    phases: phasesOf(load),
    random: randomNumbers(seed),
    warm: new LatencyHistogram(),
    all: new LatencyHistogram(),
    now: 0,
    requests: 0,
  }
}

/** The cap bounds the memory of a simulation: no pool opens more than what comes during two starts. */
function sized(load: PoolLoad): PoolLoad {
  const coming = busiestRate(load.day) * (load.coldSeconds + load.duration.mean)
  return { ...load, cap: Math.max(1, load.warm, Math.min(load.cap, Math.ceil(coming * 2) + 64)) }
}

function runDay(run: Run): WeightedDay {
  const day = zeroDay()
  for (const phase of run.phases) {
    runPhase(run, phase)
    addWeighted(day, run.pool.settle(run.now), phase.weight)
  }
  return day
}

function runPhase(run: Run, { seconds, perSecond, weight }: Phase): void {
  const end = run.now + seconds
  const { random, pool, load } = run
  const { mean, measured } = load.duration
  let next = perSecond === 0 ? end : run.now + random.exponential() / perSecond
  while (next < end) {
    const duration =
      measured === undefined
        ? mean
        : (measured[Math.floor(random.uniform() * measured.length)] ?? mean)
    const { wait, cold } = pool.serve(next, duration)
    run.all.add(wait + duration, weight)
    if (!cold) run.warm.add(wait + duration, weight)
    run.requests++
    next += random.exponential() / perSecond
  }
  run.now = end
}

function addWeighted(day: PoolCounts, counts: PoolCounts, weight: number): void {
  day.busy += counts.busy * weight
  day.idle += counts.idle * weight
  day.cold += counts.cold * weight
  day.rounding += counts.rounding * weight
  day.starts += counts.starts * weight
  day.requests += counts.requests * weight
  day.waitedForStart += counts.waitedForStart * weight
}

function zeroDay(): PoolCounts {
  return { busy: 0, idle: 0, cold: 0, rounding: 0, starts: 0, requests: 0, waitedForStart: 0 }
}

function billedOf({ busy, idle, cold, rounding }: WeightedDay): number {
  return busy + idle + cold + rounding
}

interface Simulated {
  readonly days: readonly WeightedDay[]
  readonly observations: readonly Observation[]
  readonly expected: number
}

function monthOf(run: Run, { days, observations, expected }: Simulated): PoolMonth {
  const daysInMonth = monthSeconds / daySeconds
  const month = (value: (day: WeightedDay) => number) =>
    daysInMonth *
    estimateMean(
      days.map((day) => ({ value: value(day), control: day.requests })),
      expected,
    ).mean
  const { mean, halfWidth } = estimateMean(observations, expected)
  const requests = days.reduce((sum, day) => sum + day.requests, 0)
  const waited = days.reduce((sum, day) => sum + day.waitedForStart, 0)
  return {
    billed: {
      mean: Math.max(mean * daysInMonth, run.load.warm * monthSeconds),
      halfWidth: halfWidth * daysInMonth,
    },
    busySeconds: month(({ busy }) => busy),
    idleSeconds: month(({ idle }) => idle),
    coldSeconds: month(({ cold }) => cold),
    starts: month(({ starts }) => starts),
    requests: expected * daysInMonth,
    peakInstances: run.pool.peak,
    p99: { warm: run.warm.percentile(0.99), all: run.all.percentile(0.99) },
    coldShare: requests === 0 ? 0 : waited / requests,
    answeredShare: run.all.shareWithin(patience),
    simulated: { days: days.length, requests: run.requests },
  }
}

/** A pool that nobody asks: only what stays open for good. */
function idleMonth({ warm }: PoolLoad): PoolMonth {
  const idle = warm * monthSeconds
  return {
    billed: { mean: idle, halfWidth: 0 },
    busySeconds: 0,
    idleSeconds: idle,
    coldSeconds: 0,
    starts: 0,
    requests: 0,
    peakInstances: warm,
    p99: { warm: undefined, all: undefined },
    coldShare: 0,
    answeredShare: 1,
    simulated: { days: 0, requests: 0 },
  }
}
