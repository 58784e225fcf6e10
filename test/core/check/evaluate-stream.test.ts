import { describe, expect, test } from "vitest"
import type { Answer } from "../../../src/core/check/answer.ts"
import { evaluateStream } from "../../../src/core/check/evaluate-stream.ts"
import type { StreamExpectation } from "../../../src/core/check/expectation.ts"

const chunk = (text: string) => `data: {"choices":[{"delta":{"content":"${text}"}}]}\n\n`
const done = "data: [DONE]\n\n"

describe("a whole stream", () => {
  test.each([
    ["in OpenAI's form", chunk("a") + chunk("b") + done, {}],
    ["whose end has no empty line", `${chunk("a")}data: [DONE]`, {}],
    ["with comments and CRLF", `: hi\r\n\r\n${chunk("a").replaceAll("\n", "\r\n")}${done}`, {}],
    ["of another form", "event: tick\ndata: 1\n\n", {}],
    ["that ends as asked for", "data: 1\n\ndata: bye\n\n", { ends: "bye" }],
    ["with enough events", "data: 1\n\ndata: 2\n\n", { minEvents: 2 }],
    ["where an error is null", 'data: {"error":null,"choices":[]}\n\ndata: [DONE]\n\n', {}],
  ])("%s", (_title, body, expectation) => {
    expect(fault({ body }, expectation)).toBeUndefined()
  })

  test("whatever the case and the parameters of its type", () => {
    const headers = { "content-type": "Text/Event-Stream;charset=utf-8" }
    expect(fault({ body: "data: 1\n\n", headers })).toBeUndefined()
  })
})

describe("not a whole stream", () => {
  test.each([
    [
      "without its end",
      chunk("a"),
      {},
      /^Expected the stream to end with "\[DONE\]", found .* at its end\.$/,
    ],
    ["with another end", "data: 1\n\n", { ends: "bye" }, /end with "bye", found "1" at its end\.$/],
    [
      "cut within an event",
      `${chunk("a")}data: {"choi`,
      {},
      /in the middle of the event "\{\\"choi"/,
    ],
    ["with too few events", chunk("a") + done, { minEvents: 2 }, /of 2 or more events, found 1\.$/],
    ["with no events", ": nothing\n\n", {}, /of 1 or more events, found 0\.$/],
    [
      "with an error event",
      `${chunk("a")}event: error\ndata: too long\n\n${done}`,
      {},
      /"too long"/,
    ],
    ["with an error in its data", `${chunk("a")}data: {"error":{"code":429}}\n\n`, {}, /429/],
  ])("%s", (_title, body, expectation, message) => {
    expect(fault({ body }, expectation)).toMatch(message)
  })

  test.each([
    [{ "content-type": "application/json" }, '"application/json"'],
    [{}, "nothing"],
  ])("with the type %j", (headers, found) => {
    expect(fault({ headers, body: done })).toBe(
      `Expected an event stream, found the content type ${found}.`,
    )
  })

  test("without the secret that an error repeats", () => {
    const body = 'event: error\ndata: bad key "s3cret"\n\n'
    const answer = { ...whole, body }
    expect(evaluateStream(answer, anyStream, ["s3cret"])).toContain("••••")
    expect(evaluateStream(answer, anyStream, ["s3cret"])).not.toContain("s3cret")
  })
})

describe("pauses", () => {
  const chunks = [100, 150, 2150, 2200].map((atMs) => ({ atMs, bytes: 4 }))

  test("are measured between parts, not before the first", () => {
    expect(fault({ body: "data: 1\n\n", chunks }, { maxGapMs: 2000 })).toBeUndefined()
    expect(
      fault({ body: "data: 1\n\n", chunks: chunks.slice(2) }, { maxGapMs: 50 }),
    ).toBeUndefined()
  })

  test("that are too long are told", () => {
    expect(fault({ body: "data: 1\n\n", chunks }, { maxGapMs: 1999 })).toBe(
      "Expected no pause over 1,999 ms in the stream, found one of 2,000 ms.",
    )
  })
})

describe("the first token", () => {
  const body = 'data: {"choices":[{"delta":{"content":"Hi"}}]}\n\ndata: [DONE]\n\n'
  const chunks = [{ atMs: 700, bytes: 1000 }]

  test("is in time, or told", () => {
    expect(fault({ body, chunks }, { firstTokenMs: 700 })).toBeUndefined()
    expect(fault({ body, chunks }, { firstTokenMs: 500 })).toBe(
      "Expected the first token within 500 ms, found 700 ms.",
    )
  })

  test("is missed where no event carries text", () => {
    expect(fault({ body: "data: 1\n\n", chunks }, { firstTokenMs: 500 })).toBe(
      "Expected a stream with text in OpenAI's form, found none.",
    )
  })
})

const anyStream: StreamExpectation = {
  type: "stream",
  minEvents: 1,
  ends: undefined,
  maxGapMs: undefined,
}

const whole: Answer = {
  statusCode: 200,
  headers: { "content-type": "text/event-stream" },
  body: "",
  chunks: [],
}

function fault(answer: Partial<Answer>, expectation: Partial<StreamExpectation> = {}) {
  return evaluateStream({ ...whole, ...answer }, { ...anyStream, ...expectation }, [])
}
