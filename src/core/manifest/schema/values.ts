import * as z from "zod"
import { cronProblem } from "../cron.ts"
import { duration, money, percentage, rate, size, type Unit } from "../units.ts"

/** What a custom check adds to zod's issue, so that the diagnostic can name the place inside the text. */
export interface ValueProblem {
  /** What was expected, to follow "is not". */
  readonly name: string
  readonly expected: string
  /** Characters from the start of the text to where it went wrong. */
  readonly offset: number
}

/** A text with a unit, parsed to the number that `units.ts` documents. */
function quantity(unit: Unit) {
  return z
    .string()
    .transform((text, context) => {
      const parsed = unit.parse(text)
      if (parsed.ok) return parsed.value
      addProblem(context, text, { name: unit.name, expected: unit.expected, offset: parsed.offset })
      return z.NEVER
    })
    .meta({ pattern: unit.pattern, examples: [...unit.examples] })
}

// Values are shared: making a schema is what takes the time at the start of a command.

/** Milliseconds. */
export const durationMs = quantity(duration)
/** Bytes. */
export const sizeBytes = quantity(size)
/** Fraction, 0 to 1. */
export const fraction = quantity(percentage)
/** US dollars. */
export const usd = quantity(money)
/** A rate as written, `100/10s`: platforms need its two halves. */
export const rateText = z
  .string()
  .superRefine((text, context) => {
    const parsed = rate.parse(text)
    if (!parsed.ok)
      addProblem(context, text, {
        name: rate.name,
        expected: rate.expected,
        offset: parsed.offset,
      })
  })
  .meta({ pattern: rate.pattern, examples: [...rate.examples] })

export const cronSchedule = z
  .string()
  .superRefine((text, context) => {
    const wrong = cronProblem(text)
    if (wrong === undefined) return
    const expected = `five fields (minute hour day month weekday) in UTC, such as "0 3 1 * *"; ${wrong}`
    addProblem(context, text, { name: "a cron schedule", expected, offset: 0 })
  })
  .meta({ examples: ["0 3 1 * *", "*/15 * * * *"] })

/** A text of a given form. `name` and `expected` go into the error. */
export function pattern(options: {
  regex: RegExp
  name: string
  expected: string
  examples?: string[]
}) {
  return z
    .string()
    .superRefine((text, context) => {
      if (!options.regex.test(text))
        addProblem(context, text, { name: options.name, expected: options.expected, offset: 0 })
    })
    .meta({
      pattern: options.regex.source,
      ...(options.examples ? { examples: options.examples } : {}),
    })
}

/** Name of a project, service, resource, volume, environment or platform. */
export const name = pattern({
  regex: /^[a-z](?:[a-z0-9-]{0,38}[a-z0-9])?$/,
  name: "a name",
  expected: "lower-case letters, digits and hyphens, beginning with a letter, 40 at most",
})

export const variableName = pattern({
  regex: /^[A-Za-z_][A-Za-z0-9_]*$/,
  name: "a variable name",
  expected: "letters, digits and underscores, such as API_KEYS",
})

export const urlPath = pattern({
  regex: /^\/[^\s?#]*$/,
  name: "a path",
  expected: "a path that begins with a slash, such as /health",
})

export const hostName = pattern({
  regex: /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/,
  name: "a domain",
  expected: "a full domain name in lower case, such as api.example.com",
})

/** A path inside the project, relative to the manifest. */
export const projectPath = pattern({
  // oxlint-disable-next-line no-control-regex -- none of these belongs into a path
  regex: /^(?!\/)(?!.*(?:^|\/)\.\.(?:\/|$))[^\x00-\x1f\x7f\\]+$/,
  name: "a path inside the project",
  expected: 'a path relative to the manifest, without "..", such as ./services/gateway',
})

/** One or more arguments; never a shell line. */
export const argv = z.array(z.string().min(1)).min(1)

export const positiveInteger = z.int().min(1).max(1_000_000)
export const count = z.int().min(0).max(1_000_000)

function addProblem(
  context: {
    addIssue: (issue: { code: "custom"; message: string; params: object; input: unknown }) => void
  },
  input: string,
  problem: ValueProblem,
): void {
  context.addIssue({ code: "custom", message: problem.expected, params: { ...problem }, input })
}
