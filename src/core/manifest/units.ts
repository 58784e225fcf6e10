import { ownValue } from "./own-value.ts"

/**
 * The quantities a manifest may write, as texts with units, and the number each becomes.
 *
 * A parser is total: it answers with the number, or with what it expected and where the text went wrong
 * (`offset`, in characters from its start).
 */
export interface Unit {
  readonly name: string
  /** What to write, for hints and for editors. */
  readonly expected: string
  readonly examples: readonly string[]
  /** The same grammar as a regular expression, for the JSON Schema. */
  readonly pattern: string
  readonly parse: (text: string) => Quantity
}

export type Quantity =
  | { readonly ok: true; readonly value: number }
  | { readonly ok: false; readonly offset: number }

const number = String.raw`\d+(?:\.\d+)?`

const secondsPerUnit = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400 } as const

/** `250ms`, `60s`, `5m`, `12h`, `30d`; becomes milliseconds. */
export const duration: Unit = scaled({
  name: "a duration",
  examples: ["250ms", "60s", "5m"],
  factors: mapValues(secondsPerUnit, (seconds) => seconds * 1000),
})

/** `512MB`, `8GiB`; becomes bytes. MB is 1000 * 1000 bytes, MiB is 1024 * 1024 bytes. */
export const size: Unit = scaled({
  name: "a size",
  examples: ["512MB", "8GiB"],
  factors: {
    B: 1,
    KB: 1e3,
    KiB: 2 ** 10,
    MB: 1e6,
    MiB: 2 ** 20,
    GB: 1e9,
    GiB: 2 ** 30,
    TB: 1e12,
    TiB: 2 ** 40,
  },
})

/** `99.5%`; becomes a fraction between 0 and 1. */
export const percentage: Unit = scaled({
  name: "a percentage",
  examples: ["10%", "99.5%"],
  factors: { "%": 0.01 },
  max: 100,
})

/** `$70`, `$0.50`; becomes US dollars. */
export const money: Unit = {
  name: "an amount of money",
  expected: "a dollar sign and a number, such as $70 or $0.50",
  examples: ["$70", "$0.50"],
  pattern: String.raw`^\$${number}$`,
  parse: (text) => {
    if (!text.startsWith("$")) return { ok: false, offset: 0 }
    const digits = matchLength(number, text.slice(1))
    if (digits === 0 || digits + 1 !== text.length) return { ok: false, offset: digits + 1 }
    const value = Number(text.slice(1))
    return value > Number.MAX_SAFE_INTEGER ? { ok: false, offset: 1 } : { ok: true, value }
  },
}

/** `100/10s`, `100000/month`; becomes events per second. A month has 30 days. */
export const rate: Unit = {
  name: "a rate",
  expected: "a count, a slash and a period, such as 100/10s, 60/1m, 5000/day or 100000/month",
  examples: ["100/10s", "100000/month"],
  pattern: String.raw`^${number}/(?:${number}(?:ms|s|m|h|d)|second|minute|hour|day|month)$`,
  parse: (text) => {
    const parts = parseRateParts(text)
    return parts.ok ? { ok: true, value: parts.count / (parts.periodMs / 1000) } : parts
  },
}

const namedPeriodsMs: Readonly<Record<string, number>> = {
  second: 1000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  month: 30 * 86_400_000,
}

/** The two halves of a rate: `100/10s` is 100 in 10,000 ms. */
export function parseRateParts(
  text: string,
): { ok: true; count: number; periodMs: number } | { ok: false; offset: number } {
  const digits = matchLength(number, text)
  if (digits === 0 || text[digits] !== "/") return { ok: false, offset: digits }
  const count = Number(text.slice(0, digits))
  if (count > Number.MAX_SAFE_INTEGER) return { ok: false, offset: 0 }
  const period = text.slice(digits + 1)
  const named = ownValue(namedPeriodsMs, period)
  if (named !== undefined) return { ok: true, count, periodMs: named }
  const parsed = duration.parse(period)
  if (!parsed.ok) return { ok: false, offset: digits + 1 + parsed.offset }
  if (parsed.value === 0) return { ok: false, offset: digits + 1 }
  return { ok: true, count, periodMs: parsed.value }
}

interface ScaledUnit {
  readonly name: string
  readonly examples: readonly string[]
  readonly factors: Readonly<Record<string, number>>
  readonly max?: number
}

/** A number directly followed by one of several unit names, each with its factor. */
function scaled({ name, examples, factors, max = Number.MAX_SAFE_INTEGER }: ScaledUnit): Unit {
  const units = Object.keys(factors)
  return {
    name,
    expected: `a number and a unit (${units.join(", ")}), such as ${examples.join(" or ")}`,
    examples,
    pattern: `^${number}(?:${units.join("|")})$`,
    parse: (text) => {
      const digits = matchLength(number, text)
      const factor = ownValue(factors, text.slice(digits))
      if (digits === 0 || factor === undefined) return { ok: false, offset: digits }
      const written = Number(text.slice(0, digits))
      if (written > max || written * factor > Number.MAX_SAFE_INTEGER)
        return { ok: false, offset: 0 }
      return { ok: true, value: roundedProduct(written, factor) }
    },
  }
}

/** Keeps `99.5%` at 0.995 and not at 0.9950000000000001. */
function roundedProduct(a: number, b: number): number {
  return Number((a * b).toPrecision(15))
}

function matchLength(pattern: string, text: string): number {
  return new RegExp(`^${pattern}`).exec(text)?.[0].length ?? 0
}

function mapValues<K extends string>(
  record: Readonly<Record<K, number>>,
  change: (value: number) => number,
): Record<string, number> {
  return Object.fromEntries(
    Object.entries<number>(record).map(([key, value]) => [key, change(value)]),
  )
}
