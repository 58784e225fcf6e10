import { isMap } from "../../manifest/schema/closed.ts"
import type { JsonMatcher } from "./json-matcher.ts"
import { type JsonStep, valueAtSteps } from "./json-path.ts"
import { type Operator, passes } from "./operators.ts"
import { equalsText, writtenRegex } from "./text-matcher.ts"

/** One place where a JSON value is not what was expected. */
export interface Mismatch {
  readonly steps: readonly JsonStep[]
  readonly expected: MismatchExpectation
  /** Undefined where nothing is. */
  readonly found: unknown
}

/** A value to show as it is, or words that complete "to …". */
export type MismatchExpectation =
  | { readonly type: "value"; readonly value: unknown }
  | { readonly type: "words"; readonly words: string }

/** Every place where the value does not match, in the matcher's order. */
export function matchJson(
  found: unknown,
  matcher: JsonMatcher,
  steps: readonly JsonStep[] = [],
): readonly Mismatch[] {
  switch (matcher.type) {
    case "scalar":
      return found === matcher.value
        ? []
        : [{ steps, expected: { type: "value", value: matcher.value }, found }]
    case "text":
      return typeof found === "string" && equalsText(found, matcher.matcher)
        ? []
        : [words(steps, `match ${writtenRegex(matcher.matcher)}`, found)]
    case "list":
      return matchList(found, matcher.items, steps)
    case "map":
      return matchMap(found, matcher, steps)
    case "operators":
      return matcher.operators
        .filter((operator) => !passes(found, operator))
        .map((operator) => words(steps, operatorWords(operator), found))
  }
}

function matchList(
  found: unknown,
  items: readonly JsonMatcher[],
  steps: readonly JsonStep[],
): readonly Mismatch[] {
  const wanted = `be a list of ${items.length}`
  if (!Array.isArray(found)) return [words(steps, wanted, found)]
  if (found.length !== items.length) return [words(steps, wanted, found)]
  return items.flatMap((item, index) => matchJson(found[index], item, [...steps, index]))
}

function matchMap(
  found: unknown,
  { entries }: Extract<JsonMatcher, { type: "map" }>,
  steps: readonly JsonStep[],
): readonly Mismatch[] {
  // A path may begin with a place in a list, so only maps without paths ask for a map.
  const plain = entries.every(
    (entry) => entry.steps.length === 1 && typeof entry.steps[0] === "string",
  )
  if (plain && !isMap(found)) return [words(steps, "be a map", found)]
  return entries.flatMap((entry) =>
    matchJson(valueAtSteps(found, entry.steps), entry.matcher, [...steps, ...entry.steps]),
  )
}

function operatorWords(operator: Operator): string {
  switch (operator.name) {
    case "$gt":
      return `be more than ${operator.value}`
    case "$gte":
      return `be ${operator.value} or more`
    case "$lt":
      return `be less than ${operator.value}`
    case "$lte":
      return `be ${operator.value} or less`
    case "$eq":
      return `be ${JSON.stringify(operator.value)}`
    case "$type":
      return `be of the type ${operator.value}`
    case "$exists":
      return operator.value ? "be there" : "be absent"
  }
}

function words(steps: readonly JsonStep[], text: string, found: unknown): Mismatch {
  return { steps, expected: { type: "words", words: text }, found }
}
