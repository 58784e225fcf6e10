import { monthSeconds } from "../usage.ts"
import type { Duration } from "../pool/pool-load.ts"

/** What an access log says of a workload. */
export interface LoggedWorkload {
  /** Requests a month at the pace of the log. */
  readonly requests: number
  /** Requests in each hour of the day, UTC. */
  readonly hours: readonly number[]
  /** Share of requests, 0 to 1, that a cache answered; undefined: the log does not say. */
  readonly cacheHits: number | undefined
  /** Of the requests that no cache answered; undefined: the log does not say. */
  readonly duration: Duration | undefined
  readonly responseBytes: number | undefined
  /** Requests read, lines that are none, and the days between first and last. */
  readonly read: { readonly requests: number; readonly otherLines: number; readonly days: number }
}

export type ReadLog =
  | { readonly ok: true; readonly log: LoggedWorkload }
  /** `reason` completes "cannot be used: …". */
  | { readonly ok: false; readonly reason: string }

/** Quantiles that stand for all durations. */
const kept = 512
const shortestSpanMs = 60_000

/**
 * Reads a log of one JSON object a line. Lines that are no requests, those without a time and a duration or a
 * status, are passed over.
 */
export function readAccessLog(text: string): ReadLog {
  const lines = text.split("\n").filter((line) => line.trim() !== "")
  const entries = lines.flatMap((line) => entryOf(line) ?? [])
  if (entries.length < 2)
    return { ok: false, reason: `it has ${entries.length} requests in ${lines.length} lines` }
  const times = entries.map(({ timeMs }) => timeMs)
  const first = times.reduce((a, b) => Math.min(a, b))
  const spanMs = times.reduce((a, b) => Math.max(a, b)) - first
  if (spanMs < shortestSpanMs) return { ok: false, reason: "it spans less than a minute" }
  const cached = entries.flatMap(({ cached: hit }) => hit ?? [])
  const sizes = entries.flatMap(({ bytes }) => bytes ?? [])
  return {
    ok: true,
    log: {
      // The span is between the first and the last request, which is one gap fewer than requests.
      requests: (((entries.length - 1) * 1000) / spanMs) * monthSeconds,
      hours: hoursOf(times, spanMs),
      cacheHits: cached.length === 0 ? undefined : cached.filter(Boolean).length / cached.length,
      duration: durationOf(entries),
      responseBytes: sizes.length === 0 ? undefined : mean(sizes),
      read: {
        requests: entries.length,
        otherLines: lines.length - entries.length,
        days: spanMs / 86_400_000,
      },
    },
  }
}

interface Entry {
  readonly timeMs: number
  readonly seconds: number | undefined
  readonly cached: boolean | undefined
  readonly bytes: number | undefined
}

function entryOf(line: string): Entry | undefined {
  const fields = objectOf(line)
  if (fields === undefined) return undefined
  const timeMs = timeOf(first(fields, ["time", "ts", "timestamp", "@timestamp"]))
  const seconds = secondsOf(fields)
  if (timeMs === undefined || (seconds === undefined && fields.get("status") === undefined))
    return undefined
  const cache = first(fields, ["cache", "cache_status", "cached"])
  return {
    timeMs,
    seconds,
    cached:
      cache === undefined ? undefined : cache === true || /^(hit|coalesced)$/i.test(String(cache)),
    bytes: positive(first(fields, ["bytes", "response_bytes", "body_bytes_sent"])),
  }
}

function objectOf(line: string): ReadonlyMap<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? new Map(Object.entries(value))
      : undefined
  } catch {
    return undefined
  }
}

function first(fields: ReadonlyMap<string, unknown>, names: readonly string[]): unknown {
  return names.map((name) => fields.get(name)).find((value) => value !== undefined)
}

/** A date as text, or seconds or milliseconds since 1970. */
function timeOf(value: unknown): number | undefined {
  const number = typeof value === "number" ? value : undefined
  if (number !== undefined) return number < 1e11 ? number * 1000 : number
  const parsed = typeof value === "string" ? Date.parse(value) : Number.NaN
  return Number.isNaN(parsed) ? undefined : parsed
}

function secondsOf(fields: ReadonlyMap<string, unknown>): number | undefined {
  const ms = positive(first(fields, ["ms", "duration_ms", "durationMs", "latency_ms"]))
  return ms === undefined ? positive(first(fields, ["request_time", "duration_s"])) : ms / 1000
}

function positive(value: unknown): number | undefined {
  const number = typeof value === "string" ? Number(value) : value
  return typeof number === "number" && Number.isFinite(number) && number >= 0 ? number : undefined
}

/** A log of less than a day says nothing of the hours it did not see: the day is taken as even. */
function hoursOf(times: readonly number[], spanMs: number): readonly number[] {
  const hours = Array.from({ length: 24 }, () => 0)
  if (spanMs < 0.9 * 86_400_000) return hours.map(() => 1)
  for (const time of times) {
    const hour = new Date(time).getUTCHours()
    hours[hour] = (hours[hour] ?? 0) + 1
  }
  return hours
}

function durationOf(entries: readonly Entry[]): Duration | undefined {
  const seconds = entries
    .filter(({ cached }) => cached !== true)
    .flatMap((entry) => entry.seconds ?? [])
    .toSorted((a, b) => a - b)
  if (seconds.length === 0) return undefined
  const step = Math.max(1, seconds.length / kept)
  const measured = Array.from(
    { length: Math.min(kept, seconds.length) },
    (_, index) => seconds[Math.floor((index + 0.5) * step)] ?? 0,
  )
  return { mean: mean(seconds), measured }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
