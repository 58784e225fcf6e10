import type { LanguageProblem } from "../../check/match/language-problem.ts"
import type { Operator } from "../../check/match/operators.ts"
import type { JsonMatcher } from "../../check/match/json-matcher.ts"

/** What a check asks and expects, as far as one can rule out the other. */
export interface ExpectedAnswer {
  readonly request: string
  readonly expect: {
    readonly status?: number | string | readonly (number | string)[] | undefined
    readonly json?: JsonMatcher | undefined
    readonly text?: unknown
    readonly stream?: boolean | object | undefined
    readonly within?: number | undefined
    readonly firstByte?: number | undefined
  }
}

/** Expectations that no answer can meet, at the key that says so last. */
export function contradictions({ request, expect }: ExpectedAnswer): readonly LanguageProblem[] {
  return [
    ...bodyOfNone({ request, expect }),
    ...streamOfJson(expect),
    ...firstByteAfterEnd(expect),
    ...(expect.json === undefined ? [] : emptyRanges(expect.json, ["expect", "json"])),
    ...interimStatus(expect.status),
  ]
}

const bodies = ["json", "text", "stream"] as const

/** HEAD, 204 and 304 have no body. */
function bodyOfNone({ request, expect }: ExpectedAnswer): readonly LanguageProblem[] {
  const statuses = [expect.status ?? "2xx"].flat()
  const isBodyless = statuses.every((status) => status === 204 || status === 304)
  if (!request.startsWith("HEAD ") && !isBodyless) return []
  const why = isBodyless ? `an answer with the status ${statuses.join(" or ")}` : "HEAD"
  return bodies
    .filter((key) => expect[key] !== undefined && expect[key] !== false)
    .map((key) =>
      atKey(
        ["expect", key],
        `possible: ${why} has no body`,
        "another request, another status, or no body",
      ),
    )
}

function streamOfJson({
  stream = false,
  json,
}: ExpectedAnswer["expect"]): readonly LanguageProblem[] {
  return stream === false || json === undefined
    ? []
    : [
        atKey(
          ["expect", "json"],
          'possible beside "stream": an event stream is no JSON',
          'one of "stream" and "json"',
        ),
      ]
}

function firstByteAfterEnd({
  within,
  firstByte,
}: ExpectedAnswer["expect"]): readonly LanguageProblem[] {
  return within === undefined || firstByte === undefined || firstByte <= within
    ? []
    : [
        atValue(
          ["expect", "firstByte"],
          'possible: "within" ends the answer before that',
          'a time that is not over "within"',
        ),
      ]
}

/** Clients never see those as the answer. */
function interimStatus(status: ExpectedAnswer["expect"]["status"]): readonly LanguageProblem[] {
  const statuses = status === undefined ? [] : [status].flat()
  return statuses.length > 0 && statuses.every(isInterim)
    ? [
        atValue(
          ["expect", "status"],
          "the status of an answer: 1xx only announces one",
          "a status from 200 on",
        ),
      ]
    : []
}

function isInterim(status: number | string): boolean {
  return status === "1xx" || (typeof status === "number" && status >= 100 && status < 200)
}

/** Comparisons that leave no number. */
function emptyRanges(
  matcher: JsonMatcher,
  path: LanguageProblem["path"],
): readonly LanguageProblem[] {
  switch (matcher.type) {
    case "scalar":
    case "text":
      return []
    case "list":
      return matcher.items.flatMap((item, index) => emptyRanges(item, [...path, index]))
    case "map":
      return matcher.entries.flatMap((entry) => {
        const [key] = entry.steps
        // Keys that are paths stand in the manifest as one text.
        return entry.steps.length === 1 && key !== undefined
          ? emptyRanges(entry.matcher, [...path, key])
          : []
      })
    case "operators":
      return excludesAll(matcher.operators)
        ? [
            atValue(
              path,
              "possible: its operators rule each other out",
              "operators that some value meets",
            ),
          ]
        : []
  }
}

function excludesAll(operators: readonly Operator[]): boolean {
  const numbers = operators.flatMap((one) =>
    one.name === "$gt" || one.name === "$gte" || one.name === "$lt" || one.name === "$lte"
      ? [one]
      : [],
  )
  const isAbsent = operators.some((one) => one.name === "$exists" && !one.value)
  if (isAbsent) return operators.length > 1
  const above = numbers.filter(({ name }) => name === "$gt" || name === "$gte")
  const below = numbers.filter(({ name }) => name === "$lt" || name === "$lte")
  return above.some((low) =>
    below.some((high) => {
      const isOpen = low.name === "$gt" || high.name === "$lt"
      return isOpen ? low.value >= high.value : low.value > high.value
    }),
  )
}

function atKey(path: LanguageProblem["path"], name: string, expected: string): LanguageProblem {
  return { path, at: "key", problem: { name, expected, offset: 0 } }
}

function atValue(path: LanguageProblem["path"], name: string, expected: string): LanguageProblem {
  return { path, at: "value", problem: { name, expected, offset: 0 } }
}
