/**
 * The shortest time between two runs of a cron schedule, in minutes, judged by its minute field. Over the
 * turn of the hour it counts only where the hours are not one single hour.
 */
export function shortestPauseMinutes(schedule: string): number {
  const [minuteField = "*", hourField = "*"] = schedule.trim().split(/\s+/)
  const minutes = [...new Set(minuteField.split(",").flatMap(minutesOf))].toSorted((a, b) => a - b)
  const pauses = minutes.slice(1).map((minute, index) => minute - (minutes[index] ?? 0))
  const turn = 60 - (minutes.at(-1) ?? 0) + (minutes[0] ?? 0)
  const everyHour = !/^\d+$/.test(hourField)
  return Math.min(...pauses, everyHour ? turn : 60)
}

/** Minutes of one part of the field: `5`, `0-30`, `0-30/5`, or a star with or without a step. */
function minutesOf(part: string): readonly number[] {
  const [range = "*", step] = part.split("/")
  const [first = "0", last] = range === "*" ? ["0", "59"] : range.split("-")
  const from = Number(first)
  const open = step === undefined ? from : 59
  const to = last === undefined ? open : Number(last)
  const stride = Number(step ?? 1)
  return Array.from(
    { length: Math.max(0, Math.floor((to - from) / stride) + 1) },
    (_, index) => from + index * stride,
  )
}
