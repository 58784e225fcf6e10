const ranges = [
  { min: 0, max: 59 },
  { min: 0, max: 23 },
  { min: 1, max: 31 },
  { min: 1, max: 12 },
  { min: 0, max: 6 },
] as const

/** Runs a month of a valid cron schedule, on average over a year. */
export function runsAMonth(schedule: string): number {
  const shares = schedule.split(" ").map((field, index) => shareOf(field, ranges[index]))
  const [minute = 1, hour = 1, dayOfMonth = 1, month = 1, dayOfWeek = 1] = shares
  const either = dayOfMonth < 1 && dayOfWeek < 1
  // Cron runs on days that match one of the two, when both are restricted.
  const days = either ? 1 - (1 - dayOfMonth) * (1 - dayOfWeek) : dayOfMonth * dayOfWeek
  const daysAMonth = dayOfMonth < 1 && !either ? dayOfMonth * 31 : days * (365 / 12)
  return minute * 60 * hour * 24 * daysAMonth * month
}

/** The share of a field's values that it matches. */
function shareOf(field: string, range: (typeof ranges)[number] | undefined): number {
  if (range === undefined) return 1
  const matched = new Set(field.split(",").flatMap((part) => valuesOf(part, range)))
  return matched.size / (range.max - range.min + 1)
}

function valuesOf(part: string, { min, max }: { min: number; max: number }): readonly number[] {
  const [span = "*", step = "1"] = part.split("/")
  const [first = String(min), last] = span === "*" ? [String(min), String(max)] : span.split("-")
  const end = last ?? (part.includes("/") ? String(max) : first)
  const count = Math.floor((Number(end) - Number(first)) / Number(step)) + 1
  return Array.from({ length: Math.max(0, count) }, (_, index) => {
    const value = Number(first) + index * Number(step)
    return max === 6 ? value % 7 : value
  })
}
