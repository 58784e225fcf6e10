/** A number, or the two ends of a range. */
export type Figure = number | readonly [low: number, high: number]

/** What a deployment guide says of costs, and what the price books make of it. */
export interface Claim {
  readonly id: string
  readonly says: string
  /** As the guide has it. */
  readonly claimed: Figure
  /** What the numbers count, such as `$ a month`. */
  readonly unit: string
  /** The same, from the price books and the simulation. */
  readonly compute: () => Figure
  /** What a person worked out for `compute`, on paper. */
  readonly expected: Figure
  readonly verdict: Verdict
  readonly because: string
}

/** `depends`: the guide's number is among those that come out, which differ by more than the half. */
export type Verdict = "reproduced" | "contradicted" | "depends"

/** Guides round: this share of the number is their due. */
const tolerance = 0.05

export function verdictOf({ claimed }: Pick<Claim, "claimed">, computed: Figure): Verdict {
  const [claimedLow, claimedHigh] = endsOf(claimed)
  const [low, high] = endsOf(computed)
  const overlaps = high >= claimedLow * (1 - tolerance) && low <= claimedHigh * (1 + tolerance)
  if (!overlaps) return "contradicted"
  return high > low * 1.5 && high > claimedHigh * (1 + tolerance) ? "depends" : "reproduced"
}

export function endsOf(figure: Figure): readonly [number, number] {
  return typeof figure === "number" ? [figure, figure] : figure
}

/** `$8.03 to 30 a month`, `10 GPUs`. */
export function shown(figure: Figure, unit: string): string {
  const [low, high] = endsOf(figure)
  const range = low === high ? number(low) : `${number(low)} ${upTo(high)}`
  return unit.startsWith("$") ? `$${range}${unit.slice(1)}` : `${range} ${unit}`
}

function upTo(high: number): string {
  return high === Infinity ? "or more" : `to ${number(high)}`
}

function number(value: number): string {
  const cents = Math.round(value * 100) / 100
  const digits = Math.abs(value) >= 0.01 ? 2 : Math.ceil(-Math.log10(Math.abs(value))) + 2
  const shortest = Number.isInteger(cents) && (value === 0 || cents !== 0) ? 0 : digits
  return value.toLocaleString("en-US", {
    minimumFractionDigits: shortest,
    maximumFractionDigits: shortest,
  })
}
