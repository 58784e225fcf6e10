import { eventsOfAStream } from "./faulty-upstream.ts"

/** What became of a request: served in whole, refused in so many words, given up by its caller, or wrong. */
export type Outcome =
  | { readonly kind: "served" | "given up" }
  | { readonly kind: "refused"; readonly status: number; readonly code: string }
  | { readonly kind: "wrong"; readonly why: string }

export interface Received {
  readonly status: number
  readonly type: string
  readonly text: string
}

/** Codes with which the gateway refuses because of the faults of this soak. */
const explained =
  /"code":"(bad_upstream|upstream_unavailable|overloaded|timeout|stopping|invalid_api_key|rate_limit_exceeded|too_many_streams)"/

/** Holds an answer against the question that it should answer. */
export function judge({ status, type, text }: Received, prompt: string): Outcome {
  const code = explained.exec(text)?.[1]
  if (status === 200 && type.startsWith("text/event-stream")) return judgeStream(text, prompt)
  if (status === 200 && text === JSON.stringify({ text: prompt })) return { kind: "served" }
  if (status >= 400 && code !== undefined) return { kind: "refused", status, code }
  // The upstream's own refusal, after all tries.
  if (status === 503 && text.includes("not now"))
    return { kind: "refused", status, code: "upstream" }
  return { kind: "wrong", why: `${status} ${type}: ${text.slice(0, 200)}` }
}

function judgeStream(text: string, prompt: string): Outcome {
  const all = Array.from(
    { length: eventsOfAStream },
    (_, index) => `data: {"text":"${prompt}","index":${index}}\n\n`,
  )
  if (text === `${all.join("")}data: [DONE]\n\n`) return { kind: "served" }
  const error = text.indexOf("event: error")
  const code = explained.exec(text)?.[1]
  const before = text.slice(0, Math.max(error, 0))
  const isBeginning = all.join("").startsWith(before.trimEnd())
  if (error >= 0 && code !== undefined && isBeginning && !text.includes("[DONE]"))
    return { kind: "refused", status: 200, code }
  return { kind: "wrong", why: `stream: ${text.slice(-300)}` }
}
