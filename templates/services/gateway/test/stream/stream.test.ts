import assert from "node:assert/strict"
import { test } from "node:test"
import { StreamWatch } from "../../src/stream/stream-watch.ts"
import { eventAnswer, gatewayWith } from "../gateway-with.ts"

const text = `: ping\n\nretry: 5\ndata: {"t":"é😀"}\ndata: more\r\n\r\ndata: ${"x".repeat(3000)}\n\ndata: {"usage":{"prompt_tokens":2,"completion_tokens":4}}\n\ndata: [DONE]\n\n`
const bytes = new TextEncoder().encode(text)

test("however a stream is cut into parts, the same is seen", () => {
  for (const size of [1, 2, 3, 7, 64, 1000, bytes.length]) {
    const watch = new StreamWatch()
    for (let at = 0; at < bytes.length; at += size) watch.see(bytes.subarray(at, at + size))
    assert.ok(watch.isMarked, `parts of ${size}`)
    assert.deepEqual(watch.usage, { prompt: 2, completion: 4 }, `parts of ${size}`)
  }
})

test("the mark counts only at the end", () => {
  const watch = new StreamWatch()
  watch.see(new TextEncoder().encode(`data: [DONE]\n\ndata: {"content":"data: [DONE]"}\n\n`))
  assert.ok(!watch.isMarked)
})

test("bytes are passed on as they are", async () => {
  const cut = Array.from(text.match(/[\s\S]{1,5}/g) ?? [])
  const { post } = await gatewayWith({ upstream: () => eventAnswer(cut) })
  assert.equal(await (await post("/v1/chat/completions", { stream: true })).text(), text)
})

test("a completion's events become those of /v1/generate", async () => {
  const events = [
    'data: {"choices":[{"text":"h',
    'i","finish_reason":null}]}\n\n',
    'data: {"model":"m","choices":[],"usage":{"completion_tokens":1}}\n\ndata: [DONE]\n\n',
  ]
  const { post } = await gatewayWith({
    variables: { UPSTREAM_KIND: "openai" },
    upstream: () => eventAnswer(events),
  })
  const answer = await post("/v1/generate", { prompt: "p", stream: true })
  assert.equal(
    await answer.text(),
    [
      'data: {"text":"hi","finish_reason":null}\n\n',
      'data: {"text":"","model":"m","adapter":null,"usage":{"completion_tokens":1}}\n\n',
      "data: [DONE]\n\n",
    ].join(""),
  )
})

test("a translated stream that breaks ends in an error, and a line without end breaks it", async () => {
  const read = async (chunks: readonly string[], broken: boolean) => {
    const variables = { UPSTREAM_KIND: "openai" }
    const upstream = () => eventAnswer(chunks, { broken })
    const { post } = await gatewayWith({ variables, upstream })
    return await (await post("/v1/generate", { prompt: "p", stream: true })).text()
  }
  const cut = await read(['data: {"choices":[{"text":"a\u2028b"}]}\n\ndata: {"cho'], true)
  assert.match(cut, /^data: \{"text":"a\u2028b".*\}\n\n\n\nevent: error\ndata: \{"error"/)
  const endless = await read(
    Array.from({ length: 300 }, () => "x".repeat(4096)),
    false,
  )
  assert.match(endless, /^\n\nevent: error\n/)
})
