/** A number for a sentence: `1,200`, `10.5`. */
export function shownCount(value: number): string {
  return value.toLocaleString("en-US", { maximumFractionDigits: 1 })
}
