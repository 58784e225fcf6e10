import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import { done, events, json, refusal } from "../support/scripts.ts"
import type { Script } from "../support/scripted-upstream.ts"
import { codeOf, runtimes, stage } from "../support/stage.ts"

// `/v1/generate` in front of an upstream that has OpenAI's routes only: the question and the answer change their form,
// and nothing is lost on the way.

const openai = { UPSTREAM_KIND: "openai", RETRIES: "0" }
const words = ["Grüße", ", ", "世界", " 👩🏽‍🚀", ' \\ "quoted" \n', "\u2028 end"]

function chunkOf(text: string): string {
  const choices = [{ index: 0, text, finish_reason: null }]
  return `data: ${JSON.stringify({ id: "c", object: "text_completion", created: 1, model: "m", choices })}\n\n`
}

/** The text of all events, in their order. */
function textOf(stream: string): string {
  return stream
    .split("\n\n")
    .filter((event) => event.startsWith("data: {"))
    .map((event): { text?: string } => JSON.parse(event.slice(6)))
    .map(({ text }) => text ?? "")
    .join("")
}

const cut: Script = ({ response, socket }) => {
  response.writeHead(200, { "content-type": "text/event-stream" })
  response.write(`${chunkOf("a")}data: {"choices":[{"te`, () => socket.resetAndDestroy())
}

describe.each(runtimes)("on $name", (runtime) => {
  test("the adapter becomes the model, and the answer its text", async () => {
    const completion = {
      id: "c",
      object: "text_completion",
      created: 1,
      model: "reasoning",
      choices: [{ index: 0, text: words.join(""), finish_reason: "stop" }],
      usage: { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 },
    }
    const { upstream, post } = await stage(json(completion), openai, runtime)
    const answer = await post("/v1/generate", {
      prompt: "p",
      adapter: "reasoning",
      max_tokens: 8,
      seed: 7,
    })
    expect(await answer.json()).toMatchObject({ text: words.join(""), adapter: "reasoning" })
    expect(upstream.received[0]?.path).toBe("/v1/completions")
    expect(JSON.parse(upstream.received[0]?.body ?? "")).toEqual({
      prompt: "p",
      model: "reasoning",
      max_tokens: 8,
      seed: 7,
    })
  })

  test("a stream is the same text, however it is cut", async () => {
    const bytes = new TextEncoder().encode(`: comment\r\n\r\n${words.map(chunkOf).join("")}${done}`)
    const { upstream, post } = await stage(events([]), openai, runtime)
    const cuts = fc.uniqueArray(fc.integer({ min: 1, max: bytes.length - 1 }), { maxLength: 30 })
    await fc.assert(
      fc.asyncProperty(cuts, async (places) => {
        const edges = [0, ...places.toSorted((a, b) => a - b), bytes.length]
        upstream.play(events(edges.slice(1).map((edge, index) => bytes.slice(edges[index], edge))))
        const text = await (await post("/v1/generate", { prompt: "p", stream: true })).text()
        expect(textOf(text)).toBe(words.join(""))
        expect(text.endsWith(done)).toBe(true)
      }),
      { numRuns: 20 },
    )
  })

  test("a stream that is cut off ends in an error and not in [DONE]", async () => {
    const { post } = await stage(cut, openai, runtime)
    const text = await (await post("/v1/generate", { prompt: "p", stream: true })).text()
    expect(text).toContain("event: error")
    expect(text).toContain('"bad_upstream"')
    expect(text).not.toContain("[DONE]")
  })

  test("what is no completion is passed on, and what is no JSON is no crash", async () => {
    const { upstream, post } = await stage(json({ unexpected: [1] }), openai, runtime)
    expect(await (await post("/v1/generate", { prompt: "p" })).json()).toEqual({ unexpected: [1] })
    upstream.play(({ response }) =>
      response.writeHead(200, { "content-type": "application/json" }).end("{not JSON"),
    )
    expect([200, 502]).toContain((await post("/v1/generate", { prompt: "p", seed: 1 })).status)
    upstream.play(refusal(422))
    expect((await post("/v1/generate", { prompt: "p", seed: 2 })).status).toBe(422)
    upstream.play(json({ choices: [] }))
    expect((await post("/v1/generate", { prompt: "p", seed: 3 })).status).toBe(200)
    upstream.play(
      events([
        "data: {not JSON\n\n",
        "data: null\n\n",
        "data: []\n\n",
        'data: {"choices":[]}\n\n',
        done,
      ]),
    )
    const odd = await (await post("/v1/generate", { prompt: "p", stream: true })).text()
    expect(odd.endsWith(done)).toBe(true)
  })

  test("tokens are counted in streams too", async () => {
    const usage = { prompt_tokens: 11, completion_tokens: 7, total_tokens: 18 }
    const last = `data: ${JSON.stringify({ id: "c", object: "text_completion", created: 1, model: "m", choices: [], usage })}\n\n`
    const { post, metric } = await stage(events([chunkOf("a"), last, done]), openai, runtime)
    await (await post("/v1/generate", { prompt: "p", stream: true })).text()
    expect(await metric("gateway_tokens_total", { kind: "prompt" })).toBe(11)
    expect(await metric("gateway_tokens_total", { kind: "completion" })).toBe(7)
  })

  test("Hugging Face's 503 while it wakes up is waited for and then given up", async () => {
    const settings = { ...openai, UPSTREAM_KIND: "huggingface", COLD_START: "500ms" }
    const { post } = await stage(refusal(503), settings, runtime)
    const answer = await post("/v1/chat/completions", { model: "m", messages: [] })
    expect([answer.status, await codeOf(answer)]).toEqual([503, "upstream_cold"])
  })
})
