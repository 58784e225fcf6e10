import { type DaySegment, daySeconds } from "../pool/pool-load.ts"
import { monthSeconds } from "../usage.ts"
import type { DayShape } from "./workload.ts"

/** The day of a service that gets so many requests a month. */
export function daySegments(requestsAMonth: number, shape: DayShape): readonly DaySegment[] {
  const aDay = (requestsAMonth * daySeconds) / monthSeconds
  switch (shape.type) {
    case "hours":
      return stretch(aDay, shape.active)
    case "weights":
      return merged(weighted(aDay, shape.weights))
  }
}

function stretch(requests: number, active: number): readonly DaySegment[] {
  const seconds = daySeconds * active
  const busy = { seconds, perSecond: requests / seconds }
  return active >= 1 ? [busy] : [busy, { seconds: daySeconds - seconds, perSecond: 0 }]
}

function weighted(requests: number, weights: readonly number[]): readonly DaySegment[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const seconds = daySeconds / weights.length
  return weights.map((weight) => ({
    seconds,
    perSecond: (requests * weight) / total / seconds,
  }))
}

/** Hours that are alike become one segment. */
function merged(segments: readonly DaySegment[]): readonly DaySegment[] {
  return segments.reduce<readonly DaySegment[]>((done, segment) => {
    const last = done.at(-1)
    if (last === undefined || last.perSecond !== segment.perSecond) return [...done, segment]
    return [...done.slice(0, -1), { ...last, seconds: last.seconds + segment.seconds }]
  }, [])
}
