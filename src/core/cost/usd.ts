/**
 * US dollars in two cases: every price at the low end of what its sources say, and every price at the high end.
 * Sources that agree give the same number twice. A credit may make the high case the smaller number of its line.
 */
export interface Usd {
  readonly low: number
  readonly high: number
}

export const noUsd: Usd = { low: 0, high: 0 }

/** An amount that the sources agree on. */
export function usd(amount: number): Usd {
  return { low: amount, high: amount }
}

export function addUsd(...amounts: readonly Usd[]): Usd {
  return {
    low: amounts.reduce((sum, { low }) => sum + low, 0),
    high: amounts.reduce((sum, { high }) => sum + high, 0),
  }
}

export function timesUsd(amount: Usd, factor: number): Usd {
  return mapUsd(amount, (value) => value * factor)
}

/** Applies a rule, such as a cap or a credit, to each of the two cases. */
export function mapUsd(amount: Usd, change: (value: number) => number): Usd {
  return { low: change(amount.low), high: change(amount.high) }
}

/** The middle of the two, for sorting and charts. */
export function middleOf({ low, high }: Usd): number {
  return (low + high) / 2
}
