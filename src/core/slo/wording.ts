import type { Compared } from "./compare.ts"
import type { Estimate } from "./confidence.ts"

/** A share as a percentage with as many digits as it takes to tell it from 0 and from 1. */
export function percentText(share: number): string {
  const percent = share * 100
  const rest = Math.min(Math.abs(percent), Math.abs(100 - percent))
  const digits = rest === 0 ? 0 : Math.min(4, Math.max(1, 1 - Math.floor(Math.log10(rest))))
  return `${Number(percent.toFixed(digits)).toString()} %`
}

/** Milliseconds with three digits that count. */
export function msText(ms: number): string {
  if (!Number.isFinite(ms)) return "unbounded"
  const digits = ms >= 100 ? 0 : 1
  return `${ms.toLocaleString("en-US", { maximumFractionDigits: digits })} ms`
}

export function countText(count: number): string {
  return count.toLocaleString("en-US")
}

/** `812 ms (95 %: 790 ms to 851 ms)` */
export function intervalText(
  { value, low, high }: Estimate,
  write: (value: number) => string,
): string {
  return `${write(value)} (95 %: ${write(low)} to ${write(high)})`
}

/** `latency p95 120 ms after 118 ms` */
export function comparedText({ measure, unit, before, after }: Compared): string {
  const write = writer(unit)
  return `${measure} ${write(after.value)} after ${write(before.value)}`
}

export function writer(unit: Compared["unit"]): (value: number) => string {
  switch (unit) {
    case "share":
      return percentText
    case "ms":
      return msText
    case "tokens/s":
      return (value) => `${Number(value.toPrecision(3)).toLocaleString("en-US")} tokens/s`
    case "prompts":
      return countText
  }
}
