import type { Answer } from "../check/answer.ts"
import { isMap } from "../manifest/schema/closed.ts"
import { ownValue } from "../manifest/own-value.ts"

export interface TokenTimes {
  /** Milliseconds from when the request was due until the event with the first text was there. */
  readonly firstTokenMs: number
  /** After the first one; undefined where there is one only, or all came in one part. */
  readonly tokensPerSecond: number | undefined
}

interface TokenEvent {
  /** Characters of the body up to its end. */
  readonly end: number
}

/**
 * When the tokens of an event stream came. Tokens are those that the server counts itself (`usage`, as OpenAI's form
 * has it), else events with text. Undefined where the answer is no stream with text.
 */
export function tokenTimes({ body, chunks, headers }: Answer): TokenTimes | undefined {
  if (!(ownValue(headers, "content-type") ?? "").startsWith("text/event-stream")) return undefined
  const events = [...body.matchAll(/^data: ?(.*)$/gm)].map(({ index, 0: line, 1: data = "" }) => ({
    end: index + line.length,
    json: jsonOf(data),
    data,
  }))
  const texts = events.filter(({ json, data }) => hasText(json, data))
  const [first, last] = [texts[0], texts.at(-1)]
  if (first === undefined || last === undefined) return undefined
  const firstTokenMs = arrivalMs(first, body, chunks)
  const tokens = countedTokens(events.map(({ json }) => json)) ?? texts.length
  const seconds = (arrivalMs(last, body, chunks) - firstTokenMs) / 1000
  const measurable = tokens > 1 && seconds > 0
  return { firstTokenMs, tokensPerSecond: measurable ? (tokens - 1) / seconds : undefined }
}

function jsonOf(data: string): unknown {
  try {
    return JSON.parse(data)
  } catch {
    return undefined
  }
}

/** The first event of a chat names only the role, the last ones the end or the usage. */
function hasText(json: unknown, data: string): boolean {
  if (!isMap(json)) return data !== "" && data !== "[DONE]"
  const choices = ownValue(json, "choices")
  if (!Array.isArray(choices)) return true
  return choices.some((choice: unknown) => {
    if (!isMap(choice)) return false
    const delta = ownValue(choice, "delta")
    const text = isMap(delta) ? ownValue(delta, "content") : ownValue(choice, "text")
    return typeof text === "string" && text !== ""
  })
}

function countedTokens(events: readonly unknown[]): number | undefined {
  const counts = events.flatMap((json) => {
    const usage = isMap(json) ? ownValue(json, "usage") : undefined
    const tokens = isMap(usage) ? ownValue(usage, "completion_tokens") : undefined
    return typeof tokens === "number" && tokens > 0 ? [tokens] : []
  })
  return counts.at(-1)
}

/** When the part of the body came in which an event ends. */
function arrivalMs(event: TokenEvent, body: string, chunks: Answer["chunks"]): number {
  const bytes = new TextEncoder().encode(body.slice(0, event.end)).length
  let seen = 0
  for (const chunk of chunks) {
    seen += chunk.bytes
    if (seen >= bytes) return chunk.atMs
  }
  return chunks.at(-1)?.atMs ?? 0
}
