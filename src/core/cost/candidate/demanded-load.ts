import type { Gpu } from "../../project/project.ts"
import type { Demand } from "../demand/demand.ts"
import { busyInstances, type DaySegment, type Duration, type PoolLoad } from "../pool/pool-load.ts"
import type { Offer, OpenOnDemand } from "../price-book.ts"

/** No instance is planned to be busy for longer than this share of its time: queues grow steeply above. */
const fullest = 0.7

/** How long a request takes on an offer, and how many of them at once. */
export interface Service {
  readonly duration: Duration
  readonly slots: number
}

/** A GPU that gains less from a batch than the batch is large takes longer for each request in it. */
export function serviceOn({ timing, scale }: Demand, gpu: Gpu | undefined): Service {
  const seconds = gpu === undefined ? undefined : timing.gpuSeconds[gpu.type]
  if (seconds === undefined) return { duration: timing.duration, slots: scale.concurrency }
  const slots = Math.max(1, Math.ceil(timing.batchGain))
  return { duration: scaled(timing.duration, (seconds * slots) / timing.batchGain), slots }
}

/** Measured durations keep their spread around the new mean. */
function scaled({ mean, measured }: Duration, newMean: number): Duration {
  if (measured === undefined || mean === 0) return { mean: newMean }
  return { mean: newMean, measured: measured.map((value) => (value * newMean) / mean) }
}

export function demandedLoad(
  demand: Demand,
  { gpu, scaling }: { readonly gpu: Gpu | undefined; readonly scaling: OpenOnDemand },
): PoolLoad {
  const idleSeconds = idleWindow(demand, scaling)
  const pinned = demand.pingSeconds !== undefined && demand.pingSeconds <= idleSeconds
  return {
    ...serviceOn(demand, gpu),
    day: pinned ? demand.day : withPings(demand),
    idleSeconds,
    coldSeconds: scaling.coldStartSeconds + demand.timing.startSeconds,
    roundUpSeconds: scaling.roundUpSeconds,
    // A ping that comes before the idle window is over keeps one instance open for good.
    warm: Math.max(demand.scale.min, scaling.minInstances ?? 0, pinned ? 1 : 0),
    cap: Math.min(demand.scale.max, scaling.maxInstances ?? demand.scale.max),
  }
}

/** Pings that come later than the idle window are requests like others, by day and by night. */
function withPings({ day, pingSeconds }: Demand): readonly DaySegment[] {
  if (pingSeconds === undefined) return day
  return day.map(({ seconds, perSecond }) => ({ seconds, perSecond: perSecond + 1 / pingSeconds }))
}

/** As the manifest wants it, within what the platform allows. */
function idleWindow({ scale }: Demand, { idleSeconds }: OpenOnDemand): number {
  const { min, max } = idleSeconds
  return Math.min(max, Math.max(min, scale.idleSeconds ?? idleSeconds.default))
}

/** Instances that the busiest part of the day needs. */
export function neededInstances(demand: Demand, gpu: Gpu | undefined): number {
  const { duration, slots } = serviceOn(demand, gpu)
  const busy = busyInstances({ day: demand.day, duration, slots })
  return Math.ceil(busy / fullest - 1e-9)
}

/** Most instances that manifest and offer allow. */
export function mostInstances({ scale }: Demand, { scaling }: Offer): number {
  const offered = scaling.type === "per-request" ? undefined : scaling.maxInstances
  return Math.min(scale.max, offered ?? scale.max)
}
