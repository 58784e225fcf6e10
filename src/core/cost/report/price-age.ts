/** Days after which a price should be looked up again, and after which a result has to say so. */
const oldDays = 60
const staleDays = 180

export type PriceState = "fresh" | "old" | "stale"

/** Whole days between two days written `2026-09-27`; undefined for a day that nobody knows. */
export function ageInDays(asOf: string | undefined, today: string): number | undefined {
  if (asOf === undefined) return undefined
  return Math.round((Date.parse(today) - Date.parse(asOf)) / 86_400_000)
}

export function priceState(age: number | undefined): PriceState {
  if (age === undefined || age >= staleDays) return "stale"
  return age >= oldDays ? "old" : "fresh"
}
