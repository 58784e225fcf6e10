import { describe, expect, test } from "vitest"
import { eventually } from "../../../support/eventually.ts"
import { completion, done, events, inOrder, json, raw } from "../support/scripts.ts"
import type { Script } from "../support/scripted-upstream.ts"
import { chat, clientOf, onNode, runtimes, stage } from "../support/stage.ts"

// Group 13: only whole, good answers are kept, for as long as they may be; who asks for the same shares one question.

const cached = { CACHE: "all", RETRIES: "0" }
const same = { ...chat, temperature: 0 }
const answered = completion("hello")
const counted = (): Script => {
  let count = 0
  return (exchange) => json(completion(`answer ${(count += 1)}`))(exchange)
}

describe.each(runtimes)("on $name", (runtime) => {
  test("the same question is answered once by the upstream", async () => {
    const { upstream, post } = await stage(counted(), cached, runtime)
    const first = await post("/v1/chat/completions", same)
    const second = await post("/v1/chat/completions", same)
    expect([first.headers.get("x-cache"), second.headers.get("x-cache")]).toEqual(["miss", "hit"])
    expect(await second.text()).toBe(await first.text())
    expect(first.headers.get("x-request-id")).not.toBe(second.headers.get("x-request-id"))
    expect(second.headers.get("content-type")).toBe(first.headers.get("content-type"))
    expect(upstream.received).toHaveLength(1)
  })

  test("the same in another order and with other spaces is the same", async () => {
    const { upstream, post } = await stage(counted(), cached, runtime)
    const texts = [
      '{"model":"m","temperature":0,"messages":[{"role":"user","content":"a b"}]}',
      '{ "messages" : [ { "content" : "a b", "role" : "user" } ],\n"temperature":0,  "model":"m"}',
    ]
    for (const text of texts) await (await post("/v1/chat/completions", text)).text()
    expect(upstream.received).toHaveLength(1)
  })

  test("what differs in anything is another question", async () => {
    const { upstream, post } = await stage(counted(), cached, runtime)
    const questions: readonly (readonly [string, unknown])[] = [
      ["/v1/chat/completions", same],
      ["/v1/chat/completions", { ...same, model: "n" }],
      ["/v1/chat/completions", { ...same, adapter: "a" }],
      ["/v1/chat/completions", { ...same, max_tokens: 1 }],
      ["/v1/chat/completions", { ...same, messages: [{ role: "user", content: "hello " }] }],
      ["/v1/chat/completions", { ...same, messages: [...chat.messages, ...chat.messages] }],
      ["/v1/completions", same],
      ["/v1/generate", { prompt: "p", temperature: 0 }],
      ["/v1/generate", { prompt: "p", temperature: 0, adapter: "a" }],
      ["/v1/completions", { ...same, list: ["a", "b"] }],
      ["/v1/completions", { ...same, list: ["b", "a"] }],
      ["/v1/completions", { ...same, list: ["ab"] }],
      ["/v1/completions", { ...same, value: "1" }],
      ["/v1/completions", { ...same, value: 1 }],
    ]
    for (const [path, body] of questions) await (await post(path, body)).text()
    expect(upstream.received).toHaveLength(questions.length)
  })

  test.each<[string, Script]>([
    ["an error of the caller", json({ error: {} }, 400)],
    ["an error of the upstream", json({ error: {} }, 500)],
    ["a part of an answer", json(answered, 206)],
    ["an answer that sets a cookie", json(answered, 200, { "set-cookie": "a=1" })],
    ["an answer that is not to be stored", json(answered, 200, { "cache-control": "no-store" })],
    ["an answer that is private", json(answered, 200, { "cache-control": "private, max-age=60" })],
    ["an answer that is too large", json(completion("x".repeat(300 * 1024)))],
    [
      "an answer that was cut off",
      raw('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n{"a":1}'),
    ],
    ["a stream", events([done])],
  ])("%s is not kept", async (_, script) => {
    const { upstream, post } = await stage(script, cached, runtime)
    for (let index = 0; index < 2; index += 1) {
      const answer = await post("/v1/chat/completions", same)
      expect(answer.headers.get("x-cache")).not.toBe("hit")
      expect(answer.headers.get("set-cookie")).toBeNull()
      await answer.text()
    }
    expect(upstream.received).toHaveLength(2)
  })

  test("what is sampled is kept only where it is wanted", async () => {
    const staged = await stage(counted(), { CACHE: "deterministic" }, runtime)
    const ask = async (path: string, body: unknown) => {
      const answers = [await staged.post(path, body), await staged.post(path, body)]
      for (const answer of answers) await answer.text()
      return answers[1]?.headers.get("x-cache")
    }
    expect(await ask("/v1/chat/completions", chat)).toBe("bypass")
    expect(await ask("/v1/chat/completions", { ...chat, temperature: 0.7 })).toBe("bypass")
    expect(await ask("/v1/chat/completions", { ...same, n: 2, seed: 1 })).toMatch(/hit|bypass/)
    expect(await ask("/v1/chat/completions", same)).toBe("hit")
    expect(await ask("/v1/embeddings", { model: "m", input: "a" })).toBe("hit")
    expect(await ask("/v1/chat/completions", { ...same, stream: true })).toBe("bypass")
  })

  test("an answer is kept for its time and no longer", async () => {
    const { upstream, post } = await stage(counted(), { ...cached, CACHE_TTL: "1s" }, runtime)
    await (await post("/v1/chat/completions", same)).text()
    const answer = await eventually("the upstream to be asked again", async () => {
      const text = await (await post("/v1/chat/completions", same)).text()
      return upstream.received.length === 2 ? text : undefined
    })
    expect(answer).toContain("answer 2")
  })

  test("two hundred who ask the same at once share one answer", async () => {
    const release = Promise.withResolvers<void>()
    const slow: Script = async (exchange) => {
      await release.promise
      json(answered)(exchange)
    }
    const { upstream, post, metric } = await stage(slow, cached, runtime)
    const asked = Array.from({ length: 200 }, async () => await post("/v1/chat/completions", same))
    await upstream.request(0)
    await eventually("all to wait", async () => (await metric("gateway_coalesced_waiting")) === 199)
    release.resolve()
    const answers = await Promise.all(asked)
    for (const answer of answers) expect(await answer.json()).toEqual(answered)
    expect(new Set(answers.map(({ headers }) => headers.get("x-request-id"))).size).toBe(200)
    expect(upstream.received).toHaveLength(1)
  })
})

test("an error of the one who asked first is not everybody's", async () => {
  const release = Promise.withResolvers<void>()
  const failsOnce = inOrder(async (exchange) => {
    await release.promise
    exchange.socket.resetAndDestroy()
  }, json(answered))
  const { upstream, post, metric } = await stage(failsOnce, cached, onNode)
  const asked = Array.from({ length: 50 }, async () => await post("/v1/chat/completions", same))
  await upstream.request(0)
  await eventually("all to wait", async () => (await metric("gateway_coalesced_waiting")) === 49)
  release.resolve()
  const statuses = (await Promise.all(asked)).map(({ status }) => status)
  expect(statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(49)
  expect(upstream.received.length).toBeLessThanOrEqual(50)
})

test("the cache takes no more memory than it is given", async () => {
  const { post, metric } = await stage(json(completion("x".repeat(20_000))), {
    ...cached,
    CACHE_SIZE: "1MiB",
  })
  for (let index = 0; index < 100; index += 1)
    await (await post("/v1/chat/completions", { ...same, user: String(index) })).text()
  expect(await metric("gateway_cache_bytes")).toBeLessThanOrEqual(1024 * 1024)
  expect(await metric("gateway_cache_entries")).toBeGreaterThan(10)
  const last = await post("/v1/chat/completions", { ...same, user: "99" })
  expect(last.headers.get("x-cache")).toBe("hit")
})

test("an answer from the cache costs no tokens and is still counted as a request", async () => {
  const { url, metric } = await stage(counted(), cached)
  const { post } = clientOf(url)
  await (await post("/v1/chat/completions", same)).text()
  const tokens = await metric("gateway_tokens_total")
  await (await post("/v1/chat/completions", same)).text()
  expect(tokens).toBe(8)
  expect(await metric("gateway_tokens_total")).toBe(tokens)
  expect(await metric("gateway_requests_total", { route: "/v1/chat/completions" })).toBe(2)
})
