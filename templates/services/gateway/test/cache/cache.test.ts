import assert from "node:assert/strict"
import { test } from "node:test"
import { cacheSubjectText } from "../../src/cache/cache-key.ts"
import type { IncomingAnswer } from "../../src/http/send.ts"
import { SendError } from "../../src/http/send.ts"
import { eventAnswer, gatewayWith, jsonAnswer } from "../gateway-with.ts"

const cold = { model: "m", prompt: "hello", temperature: 0 }

async function twice(body: object, setup: Parameters<typeof gatewayWith>[0] = {}) {
  const { post, sent } = await gatewayWith({ upstream: () => jsonAnswer({ text: "hi" }), ...setup })
  const first = await post("/v1/completions", body)
  const second = await post("/v1/completions", body)
  const from = [first, second].map((answer) => answer.headers.get("x-cache"))
  return { from, sent: sent.length, text: await second.text() }
}

test("what asks for temperature 0 is answered from memory the second time", async () => {
  assert.deepEqual(await twice(cold), { from: ["miss", "hit"], sent: 1, text: '{"text":"hi"}' })
  assert.deepEqual((await twice({ ...cold, temperature: 0.7 })).from, ["bypass", "bypass"])
  const warm = { model: "m", prompt: "hello" }
  assert.deepEqual((await twice(warm)).from, ["bypass", "bypass"])
  assert.deepEqual((await twice(warm, { variables: { CACHE: "all" } })).from, ["miss", "hit"])
  assert.deepEqual((await twice(cold, { variables: { CACHE: "off" } })).sent, 2)
})

test("only complete good answers that may be kept are kept", async () => {
  const answers: readonly IncomingAnswer[] = [
    jsonAnswer({}, 404),
    jsonAnswer({}, 206),
    jsonAnswer({}, 200, { "cache-control": "no-store" }),
    jsonAnswer({}, 200, { "set-cookie": "a=b" }),
    jsonAnswer({ text: "a".repeat(300 * 1024) }),
    eventAnswer(["data: [DONE]\n\n"]),
  ]
  for (const answer of answers)
    assert.equal((await twice(cold, { upstream: () => answer })).sent, 2)
})

test("an answer ends with its time, and the largest first when there is no room", async () => {
  const { post, clock, gateway } = await gatewayWith({
    variables: { CACHE_TTL: "10s", CACHE_SIZE: "4KiB", RATE_LIMIT: "1000/s" },
    upstream: () => jsonAnswer({ text: "a".repeat(500) }),
  })
  await post("/v1/completions", cold)
  clock.nowMs += 10_001
  assert.equal((await post("/v1/completions", cold)).headers.get("x-cache"), "miss")
  for (let seed = 0; seed < 100; seed += 1) await post("/v1/completions", { ...cold, seed })
  assert.ok(gateway.store.bytes() <= 4096)
})

test("tenants never see each other's answers", async () => {
  const { post, sent } = await gatewayWith({ variables: { API_KEYS: "a,b" } })
  for (const key of ["a", "b", "a"])
    await post("/v1/completions", cold, { authorization: `Bearer ${key}` })
  assert.equal(sent.length, 2)
})

test("bodies that mean the same have one key, all others their own", () => {
  const of = (body: string, more = {}) =>
    cacheSubjectText({
      tenant: "t",
      route: "/r",
      model: "m",
      adapter: "",
      body: JSON.parse(body),
      ...more,
    })
  assert.equal(of('{"a":1,"b":[{"c":2,"d":3}]}'), of('{ "b": [{"d":3.0,"c":2}], "a": 1.0 }'))
  const different = [
    of('{"a":1}'),
    of('{"a":"1"}'),
    of('{"a":[1]}'),
    of('{"a":1}', { tenant: "u" }),
    of('{"a":1}', { adapter: "x" }),
    of('{"a":1}', { tenant: 't","/r' }),
    of('{"__proto__":{"a":1}}'),
    of("{}"),
  ]
  assert.equal(new Set(different).size, different.length)
  assert.equal(of(`{"a":${"[".repeat(100)}${"]".repeat(100)}}`), undefined)
})

/** An upstream whose answers come when they are let go. */
function heldUpstream() {
  const held: PromiseWithResolvers<IncomingAnswer>[] = []
  const aborted: boolean[] = []
  const arrived = Array.from({ length: 3 }, () => Promise.withResolvers<void>())
  return {
    held,
    aborted,
    arrived,
    upstream: async ({ signal }: { signal: AbortSignal }) => {
      const answer = Promise.withResolvers<IncomingAnswer>()
      const index = held.push(answer) - 1
      signal.addEventListener("abort", () => {
        aborted[index] = true
        answer.reject(new SendError("aborted", undefined))
      })
      arrived[index]?.resolve()
      return await answer.promise
    },
  }
}

const settled = () => new Promise((resolve) => setImmediate(resolve))

test("those who ask the same at the same time wait for one answer", async () => {
  const { held, upstream, arrived } = heldUpstream()
  const { post, sent } = await gatewayWith({ upstream })
  const asked = Array.from({ length: 20 }, () => post("/v1/completions", cold))
  await arrived[0]?.promise
  await settled()
  held[0]?.resolve(jsonAnswer({ text: "hi" }))
  const answers = await Promise.all(asked)
  const from = answers.map(({ headers }) => headers.get("x-cache"))
  assert.equal(sent.length, 1)
  assert.equal(from.filter((each) => each === "coalesced").length, 19)
})

test("a failure is for the one who began; the others ask once more, together", async () => {
  const { held, upstream, arrived } = heldUpstream()
  const { post, sent } = await gatewayWith({ upstream, variables: { RETRIES: "0" } })
  const asked = Array.from({ length: 5 }, () => post("/v1/completions", cold))
  await arrived[0]?.promise
  await settled()
  held[0]?.resolve(jsonAnswer({}, 500))
  await arrived[1]?.promise
  await settled()
  held[1]?.resolve(jsonAnswer({ text: "hi" }))
  const statuses = (await Promise.all(asked)).map(({ status }) => status)
  assert.deepEqual(statuses.toSorted(), [200, 200, 200, 200, 502])
  assert.equal(sent.length, 2)
})

test("the request goes on while anybody waits, whoever began it, and ends with the last", async () => {
  const { held, upstream, arrived, aborted } = heldUpstream()
  const { ask } = await gatewayWith({ upstream })
  const clients = [new AbortController(), new AbortController()]
  const asked = clients.map(({ signal }) =>
    ask("/v1/completions", {
      method: "POST",
      headers: { "x-api-key": "a-key-of-these-tests" },
      body: JSON.stringify(cold),
      signal,
    }),
  )
  await arrived[0]?.promise
  await settled()
  clients[0]?.abort()
  await asked[0]
  assert.equal(aborted[0], undefined)
  held[0]?.resolve(jsonAnswer({ text: "hi" }))
  assert.equal((await asked[1])?.status, 200)

  const alone = heldUpstream()
  const other = await gatewayWith({ upstream: alone.upstream })
  const client = new AbortController()
  const left = other.ask("/v1/completions", {
    method: "POST",
    headers: { "x-api-key": "a-key-of-these-tests" },
    body: JSON.stringify(cold),
    signal: client.signal,
  })
  await alone.arrived[0]?.promise
  client.abort()
  await left
  assert.equal(alone.aborted[0], true)
})
