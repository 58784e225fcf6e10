import { ownValue } from "../manifest/own-value.ts"
import type { Answer, Outcome, Timings } from "./answer.ts"
import { evaluateStream } from "./evaluate-stream.ts"
import type { AllowedStatus, Expectation } from "./expectation.ts"
import type { JsonMatcher } from "./match/json-matcher.ts"
import { writtenPath } from "./match/json-path.ts"
import { matchJson, type Mismatch } from "./match/match-json.ts"
import { containsText, equalsText, type TextMatcher, writtenRegex } from "./match/text-matcher.ts"
import { maskSecrets, show, showSentence } from "./show.ts"

export type Evaluation =
  | { readonly passed: true }
  /** Sentences that show what was expected and what was found; bounded, secrets masked. */
  | { readonly passed: false; readonly message: string }

const shownMismatches = 5

/** Holds one expectation against what came of a probe. `secrets` never appear in the message. */
export function evaluate(
  outcome: Outcome,
  expectation: Expectation,
  secrets: readonly string[],
): Evaluation {
  if (outcome.status === "failed")
    return { passed: false, message: showSentence(outcome.reason, secrets) }
  const fault = faultIn(outcome, expectation, secrets)
  // Expected texts are the manifest's own, and even those may repeat a secret.
  return fault === undefined
    ? { passed: true }
    : { passed: false, message: maskSecrets(fault, secrets) }
}

/** Messages of all expectations that are not met; each is said once. */
export function evaluateAll(
  outcome: Outcome,
  expectations: readonly Expectation[],
  secrets: readonly string[],
): readonly string[] {
  const evaluations = expectations.map((expectation) => evaluate(outcome, expectation, secrets))
  return [...new Set(evaluations.flatMap((result) => (result.passed ? [] : [result.message])))]
}

function faultIn(
  { answer, timings }: { readonly answer: Answer; readonly timings: Timings },
  expectation: Expectation,
  secrets: readonly string[],
): string | undefined {
  switch (expectation.type) {
    case "status":
      return statusFault(answer, expectation.allowed, secrets)
    case "header":
      return headerFault(answer, expectation, secrets)
    case "json":
      return jsonFault(answer, expectation.matcher, secrets)
    case "text":
      return textFault(answer, expectation.matcher, secrets)
    case "stream":
      return evaluateStream(answer, expectation, secrets)
    case "first-byte":
      return timeFault("the first byte", timings.firstByteMs ?? timings.totalMs, expectation)
    case "total":
      return timeFault("the whole answer", timings.totalMs, expectation)
  }
}

function statusFault(
  { statusCode, body }: Answer,
  allowed: readonly AllowedStatus[],
  secrets: readonly string[],
): string | undefined {
  if (allowed.some((status) => isAllowed(statusCode, status))) return undefined
  const said = body === "" ? "without a body" : `with the body ${show(body, secrets)}`
  return `Expected the status ${allowed.join(" or ")}, found ${statusCode} ${said}.`
}

function isAllowed(statusCode: number, status: AllowedStatus): boolean {
  return typeof status === "number"
    ? statusCode === status
    : `${Math.floor(statusCode / 100)}xx` === status
}

function headerFault(
  { headers }: Answer,
  { name, value }: Extract<Expectation, { type: "header" }>,
  secrets: readonly string[],
): string | undefined {
  const found = ownValue(headers, name)
  const text = show(found, secrets)
  if (value === null)
    return found === undefined ? undefined : `Expected no header "${name}", found ${text}.`
  if (found !== undefined && equalsText(found, value)) return undefined
  return `Expected the header "${name}" to ${textWords(value, "be")}, found ${text}.`
}

function jsonFault(
  { body }: Answer,
  matcher: JsonMatcher,
  secrets: readonly string[],
): string | undefined {
  const parsed = parseBody(body)
  if (!parsed.ok) return `Expected a body in JSON, found ${show(body, secrets)}.`
  const mismatches = matchJson(parsed.value, matcher)
  if (mismatches.length === 0) return undefined
  const shown = mismatches.slice(0, shownMismatches).map((one) => mismatchText(one, secrets))
  const hidden = mismatches.length - shown.length
  const more = hidden === 0 ? [] : [`And ${hidden} more.`]
  return [...shown, ...more].join(" ")
}

function parseBody(
  body: string,
): { readonly ok: true; readonly value: unknown } | { readonly ok: false } {
  try {
    const value: unknown = JSON.parse(body)
    return { ok: true, value }
  } catch {
    return { ok: false }
  }
}

function mismatchText({ steps, expected, found }: Mismatch, secrets: readonly string[]): string {
  const wanted = expected.type === "value" ? `be ${show(expected.value, secrets)}` : expected.words
  return `Expected "${writtenPath(steps)}" to ${wanted}, found ${show(found, secrets)}.`
}

function textFault(
  { body }: Answer,
  matcher: TextMatcher,
  secrets: readonly string[],
): string | undefined {
  if (containsText(body, matcher)) return undefined
  return `Expected the body to ${textWords(matcher, "contain")}, found ${show(body, secrets)}.`
}

function textWords(matcher: TextMatcher, verb: string): string {
  return matcher.type === "literal"
    ? `${verb} ${JSON.stringify(matcher.text)}`
    : `match ${writtenRegex(matcher)}`
}

function timeFault(
  what: string,
  foundMs: number,
  { withinMs }: { readonly withinMs: number },
): string | undefined {
  if (foundMs <= withinMs) return undefined
  return `Expected ${what} within ${milliseconds(withinMs)}, found ${milliseconds(foundMs)}.`
}

function milliseconds(value: number): string {
  return `${Math.round(value).toLocaleString("en-US")} ms`
}
