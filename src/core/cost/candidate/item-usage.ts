import type { Gpu } from "../../project/project.ts"
import type { Demand } from "../demand/demand.ts"
import { busiestRate, type Duration, type PoolLoad } from "../pool/pool-load.ts"
import { closedForm } from "../pool/closed-form.ts"
import type { PoolMonth } from "../pool/simulate-pool.ts"
import type { Offer, PerRequest, SizeRange } from "../price-book.ts"
import { type InstanceSeconds, type ItemUsage, monthSeconds } from "../usage.ts"
import type { ServiceLevel, Work } from "./candidate.ts"
import { demandedLoad, neededInstances, serviceOn } from "./demanded-load.ts"

export type Simulate = (load: PoolLoad) => PoolMonth

/** What instances do in a month. */
interface Running {
  readonly seconds: InstanceSeconds
  readonly starts: number
  readonly warmInstances: number
  readonly peakInstances: number
  readonly level: ServiceLevel
  readonly work: Work
}

export interface Chosen {
  readonly offer: Offer
  readonly gpu: Gpu | undefined
}

/** What a demand uses of an offer in a month, and how it is served. */
export function usageOn(demand: Demand, chosen: Chosen, simulate: Simulate) {
  const { level: whole, work, ...running } = runningOn(demand, chosen, simulate)
  const level = withoutWaiting(whole, demand.timing.waitingSeconds)
  const open = running.seconds.busy + running.seconds.idle + running.seconds.cold
  const cpuSeconds = demand.requests * demand.timing.cpuSeconds
  const size = sizeOn(demand, chosen)
  const usage: ItemUsage = {
    item: demand.item,
    kind: demand.kind,
    offer: chosen.offer.id,
    region: demand.region,
    size,
    used: {
      cpu: open === 0 ? 0 : Math.min(size.cpu, cpuSeconds / open),
      memoryGiB: demand.residentGiB,
    },
    ...running,
    requests: demand.requests,
    requestSeconds: demand.requests * serviceOn(demand, chosen.gpu).duration.mean,
    cpuSeconds,
    egressGB: demand.egressGB,
    storageGiB: demand.storageGiB,
    operations: demand.operations,
    buildMinutes: demand.buildMinutes,
    tokens: demand.tokens ?? { input: 0, cached: 0, output: 0 },
  }
  return { usage, level, work }
}

/** What a service is slow by itself: those behind it have their own figures. */
function withoutWaiting({ p99, ...level }: ServiceLevel, waiting: number): ServiceLevel {
  const less = (seconds: number | undefined) =>
    seconds === undefined ? undefined : Math.max(0, seconds - waiting)
  return { ...level, p99: { warm: less(p99.warm), all: less(p99.all) } }
}

function sizeOn({ cpu, memoryGiB }: Demand, { offer, gpu }: Chosen): ItemUsage["size"] {
  return {
    cpu: within(offer.cpu, cpu ?? 0.5),
    memoryGiB: within(offer.memoryGiB, memoryGiB),
    gpus: gpu?.count ?? 0,
  }
}

function within({ min, max }: SizeRange, value: number): number {
  return Math.min(max, Math.max(min, value))
}

function runningOn(demand: Demand, chosen: Chosen, simulate: Simulate): Running {
  const { scaling } = chosen.offer
  if (demand.scheduled) return runs(demand, chosen)
  switch (scaling.type) {
    case "always":
      return alwaysOpen(demand, chosen)
    case "on-demand": {
      const load = demandedLoad(demand, { gpu: chosen.gpu, scaling })
      return onDemand(load, simulate(load), scaling.coldBilled)
    }
    case "per-request":
      return perRequest(demand, chosen, scaling)
  }
}

function onDemand(load: PoolLoad, month: PoolMonth, coldBilled: boolean): Running {
  const { busySeconds, idleSeconds, coldSeconds, billed } = month
  const useful = (month.requests * load.duration.mean) / load.slots
  const seconds = billed.mean - (coldBilled ? 0 : coldSeconds)
  return {
    seconds: { busy: busySeconds, idle: idleSeconds, cold: coldSeconds, billed: seconds },
    starts: month.starts,
    warmInstances: load.warm,
    peakInstances: month.peakInstances,
    level: { p99: month.p99, coldShare: month.coldShare, answeredShare: month.answeredShare },
    work: {
      usefulSeconds: useful,
      billedSeconds: seconds,
      halfWidth: billed.mean === 0 ? 0 : billed.halfWidth / billed.mean,
      closedForm: closedForm(load),
    },
  }
}

function alwaysOpen(demand: Demand, { gpu }: Chosen): Running {
  const { duration, slots } = serviceOn(demand, gpu)
  const instances = Math.max(1, demand.scale.min, neededInstances(demand, gpu))
  const billed = instances * monthSeconds
  const busyShare = 1 - Math.exp(-(busiestRate(demand.day) * duration.mean) / instances)
  const busiest = busiestRate(demand.day) * monthSeconds
  const busy = busiest === 0 ? 0 : billed * busyShare * (demand.requests / busiest)
  return {
    seconds: { busy, idle: billed - busy, cold: 0, billed },
    starts: 0,
    warmInstances: instances,
    peakInstances: instances,
    level: levelOf(duration, 0),
    work: exactly((demand.requests * duration.mean) / slots, billed),
  }
}

function perRequest(demand: Demand, { gpu }: Chosen, scaling: PerRequest): Running {
  const { duration, slots } = serviceOn(demand, gpu)
  const billed = demand.requests * roundedUp(duration.mean, scaling.roundUpSeconds)
  const peak = Math.ceil(busiestRate(demand.day) * duration.mean)
  return {
    seconds: { busy: demand.requests * duration.mean, idle: 0, cold: 0, billed },
    starts: 0,
    warmInstances: 0,
    peakInstances: peak,
    level: levelOf(duration, 0),
    work: exactly((demand.requests * duration.mean) / slots, billed),
  }
}

/** Runs of a job: each starts from nothing, works and ends. */
function runs(demand: Demand, { offer, gpu }: Chosen): Running {
  const { scaling } = offer
  const cold =
    demand.timing.startSeconds + (scaling.type === "always" ? 0 : scaling.coldStartSeconds)
  const step = scaling.type === "always" ? 0 : scaling.roundUpSeconds
  const { duration } = serviceOn(demand, gpu)
  const busy = demand.requests * duration.mean
  const billed = demand.requests * roundedUp(duration.mean + cold, step)
  return {
    seconds: { busy, idle: 0, cold: demand.requests * cold, billed },
    starts: demand.requests,
    warmInstances: 0,
    peakInstances: 1,
    level: levelOf(duration, 1),
    work: exactly(busy, billed),
  }
}

function roundedUp(seconds: number, step: number): number {
  return step === 0 ? seconds : Math.ceil(seconds / step - 1e-9) * step
}

function levelOf({ mean, measured }: Duration, coldShare: number): ServiceLevel {
  const sorted = measured?.toSorted((a, b) => a - b)
  const p99 = sorted?.[Math.min(sorted.length - 1, Math.floor(sorted.length * 0.99))] ?? mean
  return { p99: { warm: p99, all: p99 }, coldShare, answeredShare: 1 }
}

function exactly(usefulSeconds: number, billedSeconds: number): Work {
  return { usefulSeconds, billedSeconds, halfWidth: 0, closedForm: undefined }
}
