import type { ManifestExpectation } from "../manifest/schema/check.ts"
import type { JsonMatcher } from "./match/json-matcher.ts"
import type { TextMatcher } from "./match/text-matcher.ts"

/** One thing that is expected of an answer. */
export type Expectation =
  | { readonly type: "status"; readonly allowed: readonly AllowedStatus[] }
  /** The name is in lower case; null: no such header. */
  | { readonly type: "header"; readonly name: string; readonly value: TextMatcher | null }
  | { readonly type: "json"; readonly matcher: JsonMatcher }
  /** The body contains the text, or the regular expression matches somewhere in it. */
  | { readonly type: "text"; readonly matcher: TextMatcher }
  | StreamExpectation
  | { readonly type: "first-byte"; readonly withinMs: number }
  | { readonly type: "total"; readonly withinMs: number }

/** A status code, or a class of them such as `2xx`. */
export type AllowedStatus = number | string

export interface StreamExpectation {
  readonly type: "stream"
  /** Events with data, the last one that only says the end left out. */
  readonly minEvents: number
  /** Data of the last event; undefined: `[DONE]` where the events have the form of OpenAI's. */
  readonly ends: string | undefined
  /** The longest silence between two parts of the body. */
  readonly maxGapMs: number | undefined
  /** Until the first text of OpenAI's form, from the start of the probe. */
  readonly firstTokenMs?: number | undefined
}

/** What a check expects, as a list. Without a `status`, the answer has to be a success. */
export function expectationsOf(expect: ManifestExpectation): readonly Expectation[] {
  const { status = "2xx", headers = {}, json, text, stream, within, firstByte } = expect
  return [
    { type: "status", allowed: [status].flat() },
    ...Object.entries(headers).map(([name, value]): Expectation => ({
      type: "header",
      name: name.toLowerCase(),
      value,
    })),
    ...present(json, (matcher) => ({ type: "json", matcher })),
    ...present(text, (matcher) => ({ type: "text", matcher })),
    ...streamOf(stream),
    ...present(firstByte, (withinMs) => ({ type: "first-byte", withinMs })),
    ...present(within, (withinMs) => ({ type: "total", withinMs })),
  ]
}

function present<Value>(
  value: Value | undefined,
  make: (value: Value) => Expectation,
): readonly Expectation[] {
  return value === undefined ? [] : [make(value)]
}

function streamOf(stream: ManifestExpectation["stream"]): readonly Expectation[] {
  if (stream === undefined || stream === false) return []
  const { chunks = 1, ends, maxGap, firstToken } = stream === true ? {} : stream
  return [{ type: "stream", minEvents: chunks, ends, maxGapMs: maxGap, firstTokenMs: firstToken }]
}

/** The same expectations without those of speed, for an answer that is only waited for. */
export function withoutTimes(expectations: readonly Expectation[]): readonly Expectation[] {
  return expectations.flatMap((expectation): readonly Expectation[] => {
    if (expectation.type === "first-byte" || expectation.type === "total") return []
    return [
      expectation.type === "stream"
        ? { ...expectation, maxGapMs: undefined, firstTokenMs: undefined }
        : expectation,
    ]
  })
}
