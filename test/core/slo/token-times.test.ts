import { describe, expect, test } from "vitest"
import type { Answer } from "../../../src/core/check/answer.ts"
import { tokenTimes } from "../../../src/core/slo/token-times.ts"

const chat = (content: string) => data({ choices: [{ delta: { content } }] })
const role = data({ choices: [{ delta: { role: "assistant", content: "" } }] })
const end = "data: [DONE]\n\n"

describe("the tokens of a stream", () => {
  test("begin with the first text, not with the first event", () => {
    const times = tokenTimes(
      streamed([
        [20, role],
        [120, chat("Hel")],
        [220, chat("lo ✓")],
        [320, chat("!") + end],
      ]),
    )
    expect(times).toEqual({ firstTokenMs: 120, tokensPerSecond: 10 })
  })

  test("are as many as the server counts", () => {
    const usage = data({ choices: [], usage: { completion_tokens: 21 } })
    const times = tokenTimes(
      streamed([
        [100, chat("a")],
        [1100, chat("b") + usage + end],
      ]),
    )
    expect(times).toEqual({ firstTokenMs: 100, tokensPerSecond: 20 })
  })

  test("are found where an event arrives in two parts", () => {
    const [start, rest] = [chat("né").slice(0, 30), chat("né").slice(30)]
    const times = tokenTimes(
      streamed([
        [50, start],
        [90, rest],
        [290, chat("b") + end],
      ]),
    )
    expect(times).toEqual({ firstTokenMs: 90, tokensPerSecond: 5 })
  })

  test("may have another form than OpenAI's", () => {
    const times = tokenTimes(
      streamed([
        [10, "data: one\n\n"],
        [510, 'data: {"token": "two"}\n\n'],
      ]),
    )
    expect(times).toEqual({ firstTokenMs: 10, tokensPerSecond: 2 })
  })

  test("have no rate where all came at once", () => {
    expect(tokenTimes(streamed([[70, chat("a") + chat("b") + end]]))).toEqual({
      firstTokenMs: 70,
      tokensPerSecond: undefined,
    })
  })

  test.each([
    ["a stream without text", streamed([[10, role + end]])],
    ["another type", { ...streamed([[10, chat("a")]]), headers: { "content-type": "text/plain" } }],
    ["no type", { ...streamed([[10, chat("a")]]), headers: {} }],
  ])("of %s are none", (_title, answer) => {
    expect(tokenTimes(answer)).toBeUndefined()
  })
})

function data(json: unknown): string {
  return `data: ${JSON.stringify(json)}\n\n`
}

function streamed(parts: readonly (readonly [atMs: number, text: string])[]): Answer {
  return {
    statusCode: 200,
    headers: { "content-type": "text/event-stream; charset=utf-8" },
    body: parts.map(([, text]) => text).join(""),
    chunks: parts.map(([atMs, text]) => ({ atMs, bytes: new TextEncoder().encode(text).length })),
  }
}
