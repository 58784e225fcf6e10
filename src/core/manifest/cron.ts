/** The five fields of a cron schedule, in their order, with the values each may take. */
const fields = [
  { name: "minute", min: 0, max: 59 },
  { name: "hour", min: 0, max: 23 },
  { name: "day of month", min: 1, max: 31 },
  { name: "month", min: 1, max: 12 },
  { name: "day of week", min: 0, max: 7 },
] as const

/**
 * Checks a cron schedule in the form that every platform accepts: five fields of numbers, `*`, ranges,
 * lists and steps (POSIX crontab), with one space between them. Names of months and days, `@daily` and seconds are not portable.
 *
 * Answers with what is wrong, or with undefined when it is right.
 */
export function cronProblem(text: string): string | undefined {
  const written = text.split(/\s+/).filter((field) => field !== "")
  if (written.length !== fields.length) return `it has ${written.length} of 5 fields`
  if (written.join(" ") !== text)
    return "its fields have something else than one space between them"
  return fields
    .map((field, index) => fieldProblem(written[index] ?? "", field))
    .find((found) => found !== undefined)
}

function fieldProblem(text: string, field: (typeof fields)[number]): string | undefined {
  const wrong = text.split(",").find((part) => !partIsRight(part, field))
  return wrong === undefined
    ? undefined
    : `the ${field.name} "${wrong}" is not a number from ${field.min} to ${field.max}, a range or "*"`
}

function partIsRight(part: string, { min, max }: (typeof fields)[number]): boolean {
  const match = /^(?:\*|(\d{1,2})(?:-(\d{1,2}))?)(?:\/(\d{1,2}))?$/.exec(part)
  if (match === null) return false
  const [, first, last, step] = match
  const from = first === undefined ? min : Number(first)
  const to = last === undefined ? from : Number(last)
  return from >= min && to <= max && from <= to && (step === undefined || Number(step) > 0)
}
