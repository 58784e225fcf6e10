import { cronValues } from "../_shared/cron-field.ts"

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
  const days = new Set(cronValues(field, 6).map((day) => day % 7))
  return days.size === dayNames.length
    ? "*"
    : dayNames.filter((_, index) => days.has(index)).join(",")
}
