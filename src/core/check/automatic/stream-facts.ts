import type { Answer } from "../answer.ts"
import { show } from "../show.ts"
import { streamHealth } from "./stream-health.ts"

/** How a stream came, as one sentence; none where nothing came. */
export function streamFacts(answer: Answer, secrets: readonly string[]): readonly string[] {
  if (answer.chunks.length === 0) return []
  const { firstTokenMs, longestGapMs, texts, finishReason, saysDone } = streamHealth(answer)
  const parts = [
    ...(firstTokenMs === undefined ? [] : [`first token after ${milliseconds(firstTokenMs)}`]),
    ...(texts === 0 ? [] : [`${texts} ${texts === 1 ? "part" : "parts"} with text`]),
    `longest pause ${milliseconds(longestGapMs)}`,
    ...(finishReason === undefined ? [] : [`finish reason ${show(finishReason, secrets)}`]),
    ...(saysDone ? ["ends with [DONE]"] : []),
  ]
  const text = parts.join(", ")
  return [`${text.charAt(0).toUpperCase()}${text.slice(1)}.`]
}

function milliseconds(value: number): string {
  return `${Math.round(value).toLocaleString("en-US")} ms`
}
