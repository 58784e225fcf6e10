/** Values with units, as people write them. Each function gives undefined for what it cannot read. */

export interface Rate {
  readonly requests: number
  readonly periodMs: number
}

const durations = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const
const sizes = { B: 1, KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3, KB: 1000, MB: 1e6 } as const

/** `250ms`, `30s`, `5m`, `1h`, `90d` in milliseconds. */
export function durationOf(text: string): number | undefined {
  const [, count, unit = ""] = /^(\d{1,9})(ms|s|m|h|d)$/.exec(text) ?? []
  return times(count, pick(durations, unit))
}

/** `512B`, `256KiB`, `1MiB` in bytes; a bare number is bytes. */
export function sizeOf(text: string): number | undefined {
  const [, count, unit = ""] = /^(\d{1,12})(B|[KMG]iB|KB|MB)?$/.exec(text) ?? []
  return times(count, pick(sizes, unit === "" ? "B" : unit))
}

/** `60/60s` or `100/m`. */
export function rateOf(text: string): Rate | undefined {
  const [, requests = "0", period = ""] = /^(\d{1,7})\/(\w{1,9})$/.exec(text) ?? []
  const periodMs = durationOf(/^\d/.test(period) ? period : `1${period}`)
  if (Number(requests) < 1 || periodMs === undefined || periodMs < 1) return undefined
  return { requests: Number(requests), periodMs }
}

/** `12.5%` as 0.125. */
export function shareOf(text: string): number | undefined {
  const share = Number(/^(\d{1,3}(?:\.\d+)?)%$/.exec(text)?.[1] ?? Number.NaN) / 100
  return share >= 0 && share <= 1 ? share : undefined
}

/** A whole number within limits. */
export function wholeNumber(least: number, most: number): (text: string) => number | undefined {
  return (text) => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN
    return value >= least && value <= most ? value : undefined
  }
}

export function listOf(text: string): readonly string[] {
  return text.split(",").flatMap((part) => part.trim() || [])
}

function times(count: string | undefined, factor: number | undefined): number | undefined {
  return count === undefined || factor === undefined ? undefined : Number(count) * factor
}

function pick(units: Readonly<Record<string, number>>, name: string): number | undefined {
  return Object.hasOwn(units, name) ? units[name] : undefined
}
