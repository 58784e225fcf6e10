import { expect, test } from "vitest"
import { streamFacts } from "../../../../src/core/check/automatic/stream-facts.ts"
import { streamHealth } from "../../../../src/core/check/automatic/stream-health.ts"

const role = '{"choices":[{"delta":{"role":"assistant","content":""}}]}'
const part = (content: string, finish: string | null = null) =>
  JSON.stringify({ choices: [{ delta: { content }, finish_reason: finish }] })

/** An answer whose events arrive one by one at the given times. */
function answer(...events: readonly (readonly [atMs: number, data: string])[]) {
  const parts = events.map(([atMs, data]) => ({ atMs, text: `data: ${data}\n\n` }))
  return {
    statusCode: 200,
    headers: {},
    body: parts.map((one) => one.text).join(""),
    chunks: parts.map((one) => ({ atMs: one.atMs, bytes: bytesOf(one.text) })),
  }
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length
}

test("the first token is the first text, not the role before it", () => {
  const stream = answer(
    [10, role],
    [210, part("Grüß")],
    [260, part(" dich", "stop")],
    [261, "[DONE]"],
  )
  expect(streamHealth(stream)).toEqual({
    texts: 2,
    firstTokenMs: 210,
    longestGapMs: 200,
    spreadMs: 251,
    finishReason: "stop",
    saysDone: true,
  })
})

test("texts of completions and of models that think first count, too", () => {
  const thinking = '{"choices":[{"delta":{"reasoning_content":"Hm."}}]}'
  expect(streamHealth(answer([5, thinking])).firstTokenMs).toBe(5)
  expect(streamHealth(answer([7, '{"choices":[{"text":"Hi"}]}'])).firstTokenMs).toBe(7)
})

test("several events in one part arrive with it", () => {
  const stream = answer([10, role], [20, part("a")])
  const together = { ...stream, chunks: [{ atMs: 42, bytes: 10_000 }] }
  expect(streamHealth(together)).toMatchObject({ firstTokenMs: 42, longestGapMs: 0, spreadMs: 0 })
})

test.each([
  ["nothing", ""],
  ["no events", "hello"],
  ["events of another form", 'data: 1\n\ndata: [1]\n\ndata: {"choices":3}\n\n'],
])("%s has no first token", (_title, body) => {
  const health = streamHealth({ statusCode: 200, headers: {}, body, chunks: [] })
  expect(health).toMatchObject({ texts: 0, firstTokenMs: undefined, saysDone: false })
})

test("what a server writes as its reason is bounded and without secrets", () => {
  const [fact] = streamFacts(answer([1, part("a", `key-of-a-caller\u001b[2J${"x".repeat(500)}`)]), [
    "key-of-a-caller",
  ])
  expect(fact).toContain("••••")
  expect(fact).not.toContain("\u001b")
  expect(fact?.length).toBeLessThan(500)
})
