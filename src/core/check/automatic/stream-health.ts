import { isMap } from "../../manifest/schema/closed.ts"
import { ownValue } from "../../manifest/own-value.ts"
import type { Answer } from "../answer.ts"
import { parseEventStream } from "../server-sent-events.ts"

/** How a stream of OpenAI's form came. */
export interface StreamHealth {
  /** Events that carry text. */
  readonly texts: number
  /** Until the first text was there, from the start of the probe; undefined where there was none. */
  readonly firstTokenMs: number | undefined
  /** Longest silence between two parts of the body. */
  readonly longestGapMs: number
  /** From the first part of the body to its last. */
  readonly spreadMs: number
  /** Of the first choice that gives one. */
  readonly finishReason: string | undefined
  readonly saysDone: boolean
}

/** Reads how a stream came from what arrived when; also of one that did not come to its end. */
export function streamHealth({ body, chunks }: Answer): StreamHealth {
  const { events } = parseEventStream(body)
  const parts = events.map(({ data }) => ({ data, choices: choicesOf(data) }))
  const texts = parts.filter(({ choices }) => choices.some(hasText))
  const [first] = texts
  return {
    texts: texts.length,
    firstTokenMs: first === undefined ? undefined : arrivalMs(first.data, { body, chunks }),
    longestGapMs: longestGapMs(chunks),
    spreadMs: (chunks.at(-1)?.atMs ?? 0) - (chunks[0]?.atMs ?? 0),
    finishReason: parts.flatMap(({ choices }) => choices.flatMap(finishReasons))[0],
    saysDone: parts.at(-1)?.data === "[DONE]",
  }
}

/** The longest silence between two parts of a body, in milliseconds. */
export function longestGapMs(chunks: Answer["chunks"]): number {
  return chunks
    .slice(1)
    .map(({ atMs }, index) => atMs - (chunks[index]?.atMs ?? atMs))
    .reduce((a, b) => Math.max(a, b), 0)
}

function choicesOf(data: string): readonly Readonly<Record<string, unknown>>[] {
  try {
    const parsed: unknown = JSON.parse(data)
    const choices = isMap(parsed) ? ownValue(parsed, "choices") : undefined
    return Array.isArray(choices) ? choices.filter(isMap) : []
  } catch {
    return []
  }
}

/** Of a chat, of a completion, or what a model that thinks first says to itself. */
function hasText(choice: Readonly<Record<string, unknown>>): boolean {
  const delta = ownValue(choice, "delta")
  const said = isMap(delta)
    ? ["content", "reasoning_content", "reasoning", "refusal"].map((name) => ownValue(delta, name))
    : [ownValue(choice, "text")]
  return said.some((text) => typeof text === "string" && text !== "")
}

function finishReasons(choice: Readonly<Record<string, unknown>>): readonly string[] {
  const reason = ownValue(choice, "finish_reason")
  return typeof reason === "string" ? [reason] : []
}

/** When the last byte of a line of data was there. */
function arrivalMs(
  data: string,
  { body, chunks }: Pick<Answer, "body" | "chunks">,
): number | undefined {
  const start = body.indexOf(data)
  const wanted = new TextEncoder().encode(body.slice(0, start + data.length)).length
  let arrived = 0
  for (const { atMs, bytes } of chunks) {
    arrived += bytes
    if (arrived >= wanted) return atMs
  }
  return chunks.at(-1)?.atMs
}
