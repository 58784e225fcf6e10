import assert from "node:assert/strict"
import { test } from "node:test"
import type { IncomingAnswer } from "../../src/http/send.ts"
import { SendError, type SendFailure } from "../../src/http/send.ts"
import { authorized, errorOf, gatewayWith, jsonAnswer, sentJson } from "../gateway-with.ts"

const fine = () => jsonAnswer({ text: "hi" })
const fails = (failure: SendFailure) => (): IncomingAnswer => {
  throw new SendError(failure, undefined)
}

/** Answers one after the other; the last one again and again. */
function inTurn(...steps: readonly (() => IncomingAnswer)[]) {
  let turn = 0
  return () => {
    const step = steps[Math.min(turn, steps.length - 1)] ?? fine
    turn += 1
    return step()
  }
}

async function asked(upstream: () => IncomingAnswer, variables: Record<string, string> = {}) {
  const { post, sent } = await gatewayWith({ upstream, variables })
  const answer = await post("/v1/completions", {})
  return { status: answer.status, tries: sent.length, answer }
}

test("what never began is tried again: not connected, reset, 502, 503, 504", async () => {
  const passing = [
    fails("not connected"),
    fails("reset"),
    () => jsonAnswer({}, 502),
    () => jsonAnswer({}, 504),
  ]
  for (const step of passing) {
    const { status, tries } = await asked(inTurn(step, fine))
    assert.deepEqual({ status, tries }, { status: 200, tries: 2 })
  }
})

test("what may be at work or is a mistake is not tried again", async () => {
  const timedOut = await asked(fails("first byte timeout"))
  assert.deepEqual([timedOut.status, timedOut.tries], [504, 1])
  const failed = await asked(() => jsonAnswer({}, 500))
  assert.deepEqual([failed.status, failed.tries], [502, 1])
  const wrong = await asked(() => jsonAnswer({}, 422))
  assert.deepEqual([wrong.status, wrong.tries], [422, 1])
})

test("429 is tried again only where the upstream says when, and soon", async () => {
  const soon = await asked(inTurn(() => jsonAnswer({}, 429, { "retry-after": "1" }), fine))
  assert.deepEqual([soon.status, soon.tries], [200, 2])
  const later = await asked(() => jsonAnswer({}, 429, { "retry-after": "60" }))
  assert.deepEqual([later.status, later.tries], [429, 1])
  assert.equal(later.answer.headers.get("retry-after"), "60")
})

test("retries stay within their budget", async () => {
  const upstream = fails("reset")
  const variables = { RATE_LIMIT: "1000/s", BREAKER_REQUESTS: "1000" }
  const { post, sent } = await gatewayWith({ upstream, variables })
  for (let turn = 0; turn < 100; turn += 1) await post("/v1/completions", {})
  assert.ok(sent.length <= 100 + 20, `${sent.length} requests`)
})

test("where the first upstream fails, the next one is asked", async () => {
  const { post, sent } = await gatewayWith({
    variables: { FALLBACK_URL: "http://fallback.test", RETRIES: "0" },
    upstream: ({ url }) => (url.startsWith("http://fallback") ? fine() : jsonAnswer({}, 500)),
  })
  const answer = await post("/v1/completions", {})
  assert.equal(answer.status, 200)
  assert.equal(answer.headers.get("x-upstream"), "fallback")
  assert.equal(sent[1]?.headers["authorization"], undefined)
})

test("a breaker that is open is 503 with the time to wait, and asks nobody", async () => {
  const variables = { RETRIES: "0", BREAKER_REQUESTS: "3" }
  const { post, sent, ask } = await gatewayWith({ variables, upstream: fails("reset") })
  for (let turn = 0; turn < 3; turn += 1) await post("/v1/completions", {})
  const answer = await post("/v1/completions", {})
  assert.equal(answer.status, 503)
  assert.equal(answer.headers.get("retry-after"), "5")
  assert.equal((await errorOf(answer)).code, "upstream_unavailable")
  assert.equal(sent.length, 3)
  assert.equal((await ask("/ready")).status, 503)
})

test("an upstream that wakes up is waited for, and its breaker stays closed", async () => {
  const sleeping = Array.from({ length: 30 }, () => () => jsonAnswer({}, 503))
  const variables = { UPSTREAM_URL: "https://acme--llm.modal.run", BREAKER_REQUESTS: "2" }
  const { post, sent, gateway, clock } = await gatewayWith({
    variables,
    upstream: inTurn(...sleeping, fine),
  })
  const startMs = clock.nowMs
  assert.equal((await post("/v1/completions", {})).status, 200)
  assert.equal(sent.length, 31)
  assert.ok(clock.nowMs - startMs < 300_000)
  assert.equal(gateway.asking.upstreams[0]?.breaker.state, "closed")
})

test("one that does not wake up in time is 503, and says that it is cold", async () => {
  const variables = { UPSTREAM_URL: "https://acme--llm.modal.run", COLD_START: "20s" }
  const { post, clock } = await gatewayWith({ variables, upstream: () => jsonAnswer({}, 503) })
  const startMs = clock.nowMs
  const answer = await post("/v1/completions", {})
  assert.equal((await errorOf(answer)).code, "upstream_cold")
  assert.ok(clock.nowMs - startMs >= 20_000 && clock.nowMs - startMs < 30_000)
})

test("Modal's pair opens its proxy, beside the token of the service", async () => {
  const { post, sent } = await gatewayWith({
    variables: { UPSTREAM_URL: "https://a--b.modal.run", MODAL_KEY: "wk-1", MODAL_SECRET: "ws-1" },
  })
  await post("/v1/completions", {})
  const { authorization, "modal-key": key, "modal-secret": secret } = sent[0]?.headers ?? {}
  assert.deepEqual([authorization, key, secret], ["Bearer up", "wk-1", "ws-1"])
})

test("a result at another path is fetched there, one at another host is not", async () => {
  const redirect = (location: string) => jsonAnswer({}, 303, { location })
  const later = await gatewayWith({
    upstream: ({ url }) => (url.endsWith("/result") ? fine() : redirect("/result")),
  })
  assert.deepEqual(await (await later.post("/v1/completions", {})).json(), { text: "hi" })
  assert.deepEqual(
    later.sent.map(({ method }) => method),
    ["POST", "GET"],
  )
  const away = await gatewayWith({ upstream: () => redirect("http://other.test/result") })
  assert.equal((await away.post("/v1/completions", {})).status, 502)
  assert.equal(away.sent.length, 1)
})

test("OpenAI's routes alone are enough for /v1/generate", async () => {
  const completion = {
    model: "m",
    choices: [{ text: "hi", finish_reason: "stop" }],
    usage: { completion_tokens: 1 },
  }
  const { post, sent } = await gatewayWith({
    variables: { UPSTREAM_KIND: "openai" },
    upstream: () => jsonAnswer(completion),
  })
  const answer = await post("/v1/generate", { prompt: "p", adapter: "a", max_tokens: 3, seed: 1 })
  assert.deepEqual(await answer.json(), {
    text: "hi",
    model: "m",
    adapter: "a",
    finish_reason: "stop",
    usage: { completion_tokens: 1 },
  })
  assert.equal(sent[0]?.url, "http://upstream.test/v1/completions")
  assert.deepEqual(sent[0] && sentJson(sent[0]), {
    prompt: "p",
    model: "a",
    max_tokens: 3,
    seed: 1,
  })
})

test("an upstream is asked for its own models only", async () => {
  const file = {
    upstreams: [
      { name: "small", url: "http://small.test", models: ["s"] },
      { name: "large", url: "http://large.test", models: ["l"] },
    ],
  }
  const { post, sent } = await gatewayWith({ file, variables: { UPSTREAM_URL: "" } })
  await post("/v1/completions", { model: "l" })
  assert.equal(sent[0]?.url, "http://large.test/v1/completions")
  assert.equal(
    (await errorOf(await post("/v1/completions", { model: "x" }))).code,
    "model_not_found",
  )
})

test("an idempotency key reaches the upstream, each time the same", async () => {
  const { post, sent } = await gatewayWith({ upstream: inTurn(fails("reset"), fine) })
  await post("/v1/completions", {}, { ...authorized, "idempotency-key": "once" })
  assert.deepEqual(
    sent.map(({ headers }) => headers["idempotency-key"]),
    ["once", "once"],
  )
})
