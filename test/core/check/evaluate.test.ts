import { describe, expect, test } from "vitest"
import type { Answer, Outcome } from "../../../src/core/check/answer.ts"
import { evaluate, evaluateAll } from "../../../src/core/check/evaluate.ts"
import { expectationsOf, withoutTimes } from "../../../src/core/check/expectation.ts"
import { parsedText } from "../../support/parse-text.ts"

describe("status", () => {
  test.each([
    ["", 204, true],
    ["", 404, false],
    ["status: 404", 404, true],
    ["status: 200", 201, false],
    ["status: [200, 401]", 401, true],
    ["status: 4xx", 429, true],
    ["status: 2xx", 302, false],
    ["status: [2xx, 304]", 304, true],
  ])("{ %s } and %i", (expected, statusCode, passed) => {
    expect(faults(expected, { statusCode }).length === 0).toBe(passed)
  })

  test("shows what was expected and what was found", () => {
    expect(faults("status: [200, 3xx]", { statusCode: 503, body: "down" })).toEqual([
      'Expected the status 200 or 3xx, found 503 with the body "down".',
    ])
    expect(faults("", { statusCode: 500, body: "" })).toEqual([
      "Expected the status 2xx, found 500 without a body.",
    ])
  })
})

describe("headers", () => {
  const headers = { "content-type": "application/json; charset=utf-8", "x-cache": "HIT" }

  test.each([
    ["headers: { Content-Type: /json/ }"],
    ["headers: { X-CACHE: HIT, server: null }"],
    ["headers: { x-cache: /^hit$/i }"],
  ])("met: { %s }", (expected) => {
    expect(faults(expected, { headers })).toEqual([])
  })

  test.each([
    ["headers: { x-cache: MISS }", 'Expected the header "x-cache" to be "MISS", found "HIT".'],
    ["headers: { x-cache: /^M/ }", 'Expected the header "x-cache" to match /^M/, found "HIT".'],
    ["headers: { x-cache: null }", 'Expected no header "x-cache", found "HIT".'],
    ["headers: { server: nginx }", 'Expected the header "server" to be "nginx", found nothing.'],
    ["headers: { toString: /./ }", 'Expected the header "tostring" to match /./, found nothing.'],
  ])("not met: { %s }", (expected, message) => {
    expect(faults(expected, { headers })).toEqual([message])
  })
})

describe("JSON", () => {
  const body = '{"status":"degraded","choices":[{"text":"hi"}],"big":[1,2,3]}'

  test("names the place, what was expected and what was found", () => {
    const expected =
      'json: { status: ok, "$.choices[0].text": /hello/, big: [1], none: { $exists: true } }'
    expect(faults(expected, { body })).toEqual([
      'Expected "$.status" to be "ok", found "degraded". ' +
        'Expected "$.choices[0].text" to match /hello/, found "hi". ' +
        'Expected "$.big" to be a list of 1, found [1,2,3]. ' +
        'Expected "$.none" to be there, found nothing.',
    ])
  })

  test("tells five mismatches and counts the others", () => {
    const expected = `json: { ${["a", "b", "c", "d", "e", "f", "g"].map((key) => `${key}: 1`).join(", ")} }`
    const [message] = faults(expected, { body })
    expect(message?.match(/Expected/g)).toHaveLength(5)
    expect(message).toMatch(/And 2 more\.$/)
  })

  test.each([["<html>"], [""], ['{"a":'], ["[".repeat(200_000)]])("is expected: %.20s", (text) => {
    const [message] = faults("json: { a: 1 }", { body: text })
    expect(message).toMatch(/^Expected a body in JSON, found "/)
  })

  test("that is deeper than any stack is only shown to be so", () => {
    const deep = `{"a":${"[".repeat(100_000)}${"]".repeat(100_000)}}`
    const [message] = faults("json: { a: 1 }", { body: deep })
    expect(message?.length).toBeLessThan(400)
  })
})

describe("text", () => {
  test.each([
    ["text: hello", "well, hello there", []],
    ["text: /^<html/i", "<HTML>", []],
    ["text: bye", "hello", ['Expected the body to contain "bye", found "hello".']],
    ["text: /bye/", "hello", ['Expected the body to match /bye/, found "hello".']],
  ])("{ %s }", (expected, body, messages) => {
    expect(faults(expected, { body })).toEqual(messages)
  })
})

describe("time", () => {
  test.each([
    ["within: 500ms", { totalMs: 500 }, []],
    [
      "within: 500ms",
      { totalMs: 1234.5 },
      ["Expected the whole answer within 500 ms, found 1,235 ms."],
    ],
    [
      "within: 2s, firstByte: 100ms",
      { totalMs: 300, firstByteMs: 200 },
      ["Expected the first byte within 100 ms, found 200 ms."],
    ],
  ])("{ %s } %j", (expected, timings, messages) => {
    expect(evaluateAll(answered({}, timings), expectations(expected), [])).toEqual(messages)
  })

  test("does not matter while warming up", () => {
    const all = expectations("within: 1ms, firstByte: 1ms, text: hello, stream: { maxGap: 1ms }")
    expect(withoutTimes(all).map(({ type }) => type)).toEqual(["status", "text", "stream"])
    expect(withoutTimes(all)).toContainEqual(
      expect.objectContaining({ type: "stream", maxGapMs: undefined }),
    )
  })
})

describe("no answer", () => {
  test("is one message, whatever was expected", () => {
    const outcome: Outcome = {
      status: "failed",
      kind: "refused",
      reason: 'Nothing listens at "127.0.0.1:1".',
      timings: { totalMs: 3 },
    }
    const messages = evaluateAll(outcome, expectations("status: 200, json: { a: 1 }, text: b"), [])
    expect(messages).toEqual(['Nothing listens at "127.0.0.1:1".'])
  })
})

describe("messages", () => {
  const secrets = ['k"ey/ü', "plain-key"]

  test.each([
    ["text: absent", "your plain-key is wrong"],
    ["text: absent", `your k"ey/ü is wrong`],
    ["json: { message: absent }", JSON.stringify({ message: 'your k"ey/ü is wrong' })],
    ["json: { message: absent }", JSON.stringify({ message: { key: 'k"ey/ü' } })],
    ["text: absent", `/login?key=${encodeURIComponent('k"ey/ü')}`],
    ["status: 500", `${"x".repeat(195)}plain-key`],
    ["text: plain-key in the manifest too", "nothing of that kind"],
  ])("never hold a secret: { %s } and %s", (expected, body) => {
    const [message = ""] = evaluateAll(answered({ body }), expectations(expected), secrets)
    expect(message).toContain("Expected")
    for (const part of ["plain-key", 'k"ey', String.raw`k\"ey`, "k%22ey", "plain-"])
      expect(message).not.toContain(part)
  })

  test("hide secrets of a failure's reason too", () => {
    const outcome: Outcome = {
      status: "failed",
      kind: "cut",
      reason: "The server said plain-key and left.",
      timings: { totalMs: 1 },
    }
    const [one] = expectations("")
    expect(one && evaluate(outcome, one, secrets)).toEqual({
      passed: false,
      message: "The server said •••• and left.",
    })
  })

  test("are bounded and stay on one line", () => {
    const body = `line\none\u001B[2J\u009B\u202E${"x".repeat(100_000)}`
    const [message = ""] = faults("text: absent", { body })
    expect(message.length).toBeLessThan(400)
    expect(message).toContain("(the start of 100,")
    // oxlint-disable-next-line no-control-regex
    expect(message).not.toMatch(/[\u0000-\u001F\u007F-\u009F\u202E]/)
  })
})

function faults(expected: string, answer: Partial<Answer>): readonly string[] {
  return evaluateAll(answered(answer), expectations(expected), [])
}

function answered(
  answer: Partial<Answer>,
  timings: { totalMs: number; firstByteMs?: number } = { totalMs: 5 },
): Outcome {
  const whole = { statusCode: 200, headers: {}, body: "ok", chunks: [], ...answer }
  return { status: "answered", answer: whole, timings }
}

/** The `expect` of a check as a manifest writes it. */
function expectations(expected: string) {
  const { manifest } = parsedText(`version: 1
name: shop
services: { api: { kind: web, source: ./api, targets: [fly] } }
checks: [{ name: a, service: api, request: GET /, expect: { ${expected} } }]
`)
  return expectationsOf(manifest.checks?.[0]?.expect ?? {})
}
