const nanosecondsPerSecond = 1_000_000_000
const units: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1, ms: 0.001 }

/** Of nanoseconds, or of a duration as Go writes it: `1m0s`. */
export function secondsIn(duration: number | string): number {
  if (typeof duration === "number") return duration / nanosecondsPerSecond
  const parts = [...duration.matchAll(/([\d.]+)(ms|h|m|s)/g)]
  return parts.reduce(
    (total, [, count, unit = "s"]) => total + Number(count) * (units[unit] ?? 0),
    0,
  )
}
