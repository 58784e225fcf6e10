import { priceInPlace } from "../stack/price-project.ts"
import { expectedService } from "../stack/service-goals.ts"
import type { Combination } from "../stack/combination.ts"
import { middleOf } from "../usd.ts"
import type { Beside } from "../what-if/advice.ts"
import { applyWhatIf, type ServiceChange, type WhatIf } from "../what-if/what-if.ts"
import type { CostReport } from "./cost-report.ts"

export type Curves = NonNullable<CostReport["curves"]>

/** Requests a month that a curve is computed at. */
const volumes = [1e3, 3e3, 1e4, 3e4, 1e5, 3e5, 1e6, 3e6, 1e7] as const
/** Seconds that an idle instance stays open. */
const windows = [2, 5, 10, 20, 30, 60, 120, 300, 600, 1200] as const
const shownPlacements = 5

/** How the cost moves with the number of requests, and with how many of them may wait for a start. */
export function costCurves(beside: Beside, combinations: readonly Combination[]): Curves {
  const byRequests = [beside.current, ...combinations]
    .map((combination) => ({ combination, name: nameOf(combination) }))
    .filter(({ name }, index, all) => all.findIndex((other) => other.name === name) === index)
    .slice(0, shownPlacements)
    .map(({ combination, name }) => ({ name, points: requestPoints(combination, beside) }))
  return { byRequests, crossings: crossingsOf(byRequests), byIdle: idlePoints(beside) }
}

/** The cost where everything stands, at ten thousand, a hundred thousand and a million requests a month. */
export function costAtVolumes({ stack, market }: Beside): CostReport["volumes"] {
  return [1e4, 1e5, 1e6].map((requests) => {
    const priced = priceInPlace(applyWhatIf(stack, change({ services: [], requests })), market)
    return { requests, total: priced?.total ?? null }
  })
}

/** The platforms of a combination, with what runs there. */
function nameOf({ candidates }: Combination): string {
  return candidates.map(({ item, platform }) => `${item}: ${platform}`).join(", ")
}

type Points = Curves["byRequests"][number]["points"]

function requestPoints({ candidates }: Combination, { stack, market }: Beside): Points {
  const services = candidates.map(({ item, platform }) => ({ service: item, target: platform }))
  return volumes.map((requests) => {
    const total = priceInPlace(applyWhatIf(stack, change({ services, requests })), market)?.total
    return { requests, total: total ?? null }
  })
}

function change(changed: {
  readonly services: readonly ServiceChange[]
  readonly requests?: number
}): WhatIf {
  const { services, requests } = changed
  return { text: "", services, workload: requests === undefined ? {} : { requests } }
}

type Curve = Curves["byRequests"][number]

/** Where another placement becomes the cheapest, between two computed volumes. */
function crossingsOf(curves: readonly Curve[]): Curves["crossings"] {
  const leaders = volumes.map((_, index) => cheapestAt(curves, index))
  return leaders.slice(1).flatMap((leader, index) => {
    const before = leaders[index]
    if (leader === undefined || before === undefined || leader === before) return []
    const requests = meetingPoint(before, leader, index)
    return [{ requests, cheaper: leader.name, than: before.name }]
  })
}

function cheapestAt(curves: readonly Curve[], index: number): Curve | undefined {
  const [cheapest] = curves.toSorted((a, b) => centsAt(a, index) - centsAt(b, index))
  return cheapest !== undefined && Number.isFinite(centsAt(cheapest, index)) ? cheapest : undefined
}

function centsAt({ points }: Curve, index: number): number {
  const total = points[index]?.total ?? undefined
  return total === undefined ? Number.POSITIVE_INFINITY : Math.round(middleOf(total) * 100)
}

/** Straight lines over the logarithm of the requests; two significant digits are all that is in it. */
function meetingPoint(before: Curve, after: Curve, index: number): number {
  const left = centsAt(after, index) - centsAt(before, index)
  const right = centsAt(before, index + 1) - centsAt(after, index + 1)
  const [from = 1, to = 1] = volumes.slice(index, index + 2)
  const share = Number.isFinite(left + right) && left + right > 0 ? left / (left + right) : 1
  return Number((from * (to / from) ** share).toPrecision(2))
}

/** Each measured GPU of the first model that closes when idle, at each window. */
function idlePoints({ stack, current, market }: Beside): Curves["byIdle"] {
  const model = current.candidates.find(
    ({ offer, usage, gpu }) =>
      gpu !== undefined && offer.scaling.type === "on-demand" && usage.warmInstances === 0,
  )
  if (model === undefined || model.offer.scaling.type !== "on-demand") return []
  const { min, max } = model.offer.scaling.idleSeconds
  const { item } = model
  const measured = stack.workload.services.get(item)?.gpuSeconds ?? {}
  return Object.keys(measured).flatMap((gpu) =>
    windows
      .filter((seconds) => seconds >= min && seconds <= max)
      .flatMap((idleSeconds) => {
        const services = [{ service: item, gpu, scale: { idleMs: idleSeconds * 1000 } }]
        const priced = priceInPlace(applyWhatIf(stack, change({ services })), market)
        if (priced === undefined) return []
        const { coldShare } = expectedService(priced.candidates)
        return [{ item, gpu, idleSeconds, coldShare, total: priced.total }]
      }),
  )
}
