const dayNames = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"] as const

/**
 * A cron schedule as Cloudflare reads it. The manifest counts days of the week as POSIX does, 0 to 7 with
 * Sunday as 0 and 7; Cloudflare counts 1 to 7 with Sunday as 1, so that "0 3 * * 1" would run on Sundays.
 * Names of days mean the same in both.
 *
 * Source: https://developers.cloudflare.com/workers/configuration/cron-triggers/ (2026-09-04).
 */
export function cloudflareCron(schedule: string): string {
  const fields = schedule.trim().split(/\s+/)
  const weekday = fields.at(-1) ?? "*"
  return [...fields.slice(0, -1), weekdayNames(weekday)].join(" ")
}

function weekdayNames(field: string): string {
  if (field === "*") return field
  const days = new Set(field.split(",").flatMap(daysOf))
  return days.size === dayNames.length
    ? "*"
    : dayNames.filter((_, index) => days.has(index)).join(",")
}

/** Days of one part of the field (`1`, `1-5`, `1-5/2`, or a star with a step), Sunday as 0. */
function daysOf(part: string): readonly number[] {
  const [range = "*", step = "1"] = part.split("/")
  const [first = "0", last] = range === "*" ? ["0", "6"] : range.split("-")
  const from = Number(first)
  const lastOfSteps = part.includes("/") ? 6 : from
  const to = last === undefined ? lastOfSteps : Number(last)
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index)
    .filter((day) => (day - from) % Number(step) === 0)
    .map((day) => day % 7)
}
