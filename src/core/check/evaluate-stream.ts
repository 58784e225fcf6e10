import { isMap } from "../manifest/schema/closed.ts"
import { ownValue } from "../manifest/own-value.ts"
import type { Answer } from "./answer.ts"
import { longestGapMs, streamHealth } from "./automatic/stream-health.ts"
import type { StreamExpectation } from "./expectation.ts"
import { parseEventStream, type ServerSentEvent } from "./server-sent-events.ts"
import { show } from "./show.ts"

/** End of a stream in OpenAI's form. */
const done = "[DONE]"

interface ReadStream {
  /** An unfinished event that says the end counts as said. */
  readonly events: readonly ReadEvent[]
  readonly unfinished: ServerSentEvent | undefined
  readonly ends: string | undefined
}

interface ReadEvent extends ServerSentEvent {
  /** The data as JSON, undefined where it is none. */
  readonly json: unknown
}

/** What is wrong with an event stream that arrived to its end; undefined when nothing is. */
export function evaluateStream(
  answer: Answer,
  expectation: StreamExpectation,
  secrets: readonly string[],
): string | undefined {
  const type = ownValue(answer.headers, "content-type")
  if (!/^text\/event-stream(?:[;\s]|$)/i.test(type ?? ""))
    return `Expected an event stream, found the content type ${show(type, secrets)}.`
  const stream = readStream(answer.body, expectation)
  return (
    errorFault(stream, secrets) ??
    endFault(stream, secrets) ??
    countFault(stream, expectation) ??
    firstTokenFault(answer, expectation) ??
    gapFault(answer, expectation)
  )
}

function readStream(body: string, { ends }: StreamExpectation): ReadStream {
  const { events, unfinished } = parseEventStream(body)
  const read = events.map((event) => ({ ...event, json: jsonOf(event.data) }))
  const wanted = ends ?? (read.some(hasOpenAiForm) ? done : undefined)
  // Many clients read line by line and take an end without its empty line; that is no cut.
  if (unfinished === undefined || unfinished.data !== wanted)
    return { events: read, unfinished, ends: wanted }
  return {
    events: [...read, { ...unfinished, json: undefined }],
    unfinished: undefined,
    ends: wanted,
  }
}

function jsonOf(data: string): unknown {
  try {
    return JSON.parse(data)
  } catch {
    return undefined
  }
}

function hasOpenAiForm({ json }: ReadEvent): boolean {
  return isMap(json) && Array.isArray(ownValue(json, "choices"))
}

function errorFault({ events }: ReadStream, secrets: readonly string[]): string | undefined {
  const error = events.find(
    ({ event, json }) => event === "error" || (isMap(json) && (ownValue(json, "error") ?? false)),
  )
  return error === undefined
    ? undefined
    : `Expected a stream without an error, found the event ${show(error.data, secrets)}.`
}

function endFault(
  { events, unfinished, ends }: ReadStream,
  secrets: readonly string[],
): string | undefined {
  if (unfinished !== undefined)
    return `Expected a whole stream, found that it ends in the middle of the event ${show(unfinished.data, secrets)}.`
  const last = events.at(-1)?.data
  if (ends === undefined || last === ends) return undefined
  return `Expected the stream to end with ${show(ends, secrets)}, found ${show(last, secrets)} at its end.`
}

function countFault(
  { events, ends }: ReadStream,
  { minEvents }: StreamExpectation,
): string | undefined {
  const found = events.filter(({ data }) => data !== ends).length
  return found >= minEvents
    ? undefined
    : `Expected a stream of ${minEvents} or more events, found ${found}.`
}

function gapFault({ chunks }: Answer, { maxGapMs }: StreamExpectation): string | undefined {
  const longest = longestGapMs(chunks)
  if (maxGapMs === undefined || longest <= maxGapMs) return undefined
  return `Expected no pause over ${milliseconds(maxGapMs)} in the stream, found one of ${milliseconds(longest)}.`
}

function firstTokenFault(answer: Answer, { firstTokenMs }: StreamExpectation): string | undefined {
  if (firstTokenMs === undefined) return undefined
  const found = streamHealth(answer).firstTokenMs
  if (found === undefined) return "Expected a stream with text in OpenAI's form, found none."
  if (found <= firstTokenMs) return undefined
  return `Expected the first token within ${milliseconds(firstTokenMs)}, found ${milliseconds(found)}.`
}

function milliseconds(value: number): string {
  return `${Math.round(value).toLocaleString("en-US")} ms`
}
