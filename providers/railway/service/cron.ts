import { cronValues } from "../../_shared/cron-field.ts"

/**
 * The shortest time between two runs of a cron schedule, in minutes, judged by its minute field. Over the
 * turn of the hour it counts only where the hours are not one single hour.
 */
export function shortestPauseMinutes(schedule: string): number {
  const [minuteField = "*", hourField = "*"] = schedule.trim().split(/\s+/)
  const minutes = [...new Set(cronValues(minuteField, 59))].toSorted((a, b) => a - b)
  const pauses = minutes.slice(1).map((minute, index) => minute - (minutes[index] ?? 0))
  const turn = 60 - (minutes.at(-1) ?? 0) + (minutes[0] ?? 0)
  const everyHour = !/^\d+$/.test(hourField)
  return Math.min(...pauses, everyHour ? turn : 60)
}
