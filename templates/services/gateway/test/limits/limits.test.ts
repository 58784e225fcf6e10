import assert from "node:assert/strict"
import { test } from "node:test"
import { createScript } from "../../src/redis/script.ts"
import { guardRedis, type Redis } from "../../src/redis/redis.ts"
import { authorized, errorOf, eventAnswer, gatewayWith, jsonAnswer } from "../gateway-with.ts"

const usage = { usage: { prompt_tokens: 40, completion_tokens: 60 } }

test("the tokens of a day are counted, and refused when they are used up", async () => {
  const { post, clock } = await gatewayWith({
    variables: { TOKEN_QUOTA: "150" },
    upstream: () => jsonAnswer(usage),
  })
  assert.equal((await post("/v1/completions", {})).status, 200)
  assert.equal((await post("/v1/completions", {})).status, 200)
  const refused = await post("/v1/completions", {})
  assert.equal((await errorOf(refused)).code, "insufficient_quota")
  assert.equal(refused.headers.get("retry-after"), "86400")
  clock.nowMs += 86_400_000
  assert.equal((await post("/v1/completions", {})).status, 200)
})

test("a stream counts the tokens that it says, or its events", async () => {
  const said = `data: {"usage":{"prompt_tokens":7,"completion_tokens":9}}\n\ndata: [DONE]\n\n`
  const counted = "data: 1\n\ndata: 2\r\n\r\ndata: 3\n\ndata: [DONE]\n\n"
  const tokens = async (text: string) => {
    const { post, usage: lines } = await gatewayWith({ upstream: () => eventAnswer([text]) })
    await (await post("/v1/chat/completions", { stream: true })).text()
    const { prompt_tokens, completion_tokens } = JSON.parse(lines[0] ?? "{}")
    return [prompt_tokens, completion_tokens]
  }
  assert.deepEqual(await tokens(said), [7, 9])
  assert.deepEqual(await tokens(counted), [0, 3])
})

test("streams at the same time are bounded for each key, and free when they end", async () => {
  const go = Promise.withResolvers<void>()
  const { post, gateway } = await gatewayWith({
    variables: { STREAM_LIMIT: "1" },
    upstream: async () => {
      await go.promise
      return eventAnswer(["data: [DONE]\n\n"])
    },
  })
  const first = post("/v1/chat/completions", { stream: true })
  const second = await post("/v1/chat/completions", { stream: true })
  assert.equal((await errorOf(second)).code, "too_many_streams")
  go.resolve()
  await (await first).text()
  assert.equal(gateway.streams.total, 0)
})

test("more requests at the same time than may be are refused at once", async () => {
  const go = Promise.withResolvers<void>()
  const { post, ask } = await gatewayWith({
    variables: { MAX_IN_FLIGHT: "1" },
    upstream: async () => {
      await go.promise
      return jsonAnswer({})
    },
  })
  const first = post("/v1/completions", {})
  const second = await post("/v1/completions", {})
  assert.equal(second.status, 503)
  assert.equal((await errorOf(second)).code, "overloaded")
  assert.equal((await ask("/health")).status, 200)
  go.resolve()
  assert.equal((await first).status, 200)
})

test("requests that end in any order leave nothing behind", async () => {
  const going: (() => void)[] = []
  const { post, gateway } = await gatewayWith({
    upstream: async () => {
      await new Promise<void>((resolve) => going.push(resolve))
      return jsonAnswer({})
    },
  })
  const answers = [1, 2, 3, 4, 5].map(async (user) => await post("/v1/completions", { user }))
  while (going.length < answers.length) await new Promise(setImmediate)
  const sizes: number[] = []
  for (const index of [2, 0, 4, 1, 3]) {
    going[index]?.()
    await answers[index]
    sizes.push(gateway.running.size)
  }
  assert.deepEqual(sizes, [4, 3, 2, 1, 0])
})

test("all that run can be stopped at once, and each is told why", async () => {
  const { post, gateway } = await gatewayWith({
    upstream: async ({ signal }) =>
      await new Promise((_, reject) =>
        signal.addEventListener("abort", () => reject(signal.reason)),
      ),
  })
  const answers = [1, 2, 3].map(async (user) => await post("/v1/completions", { user }))
  while (gateway.running.size < answers.length) await new Promise(setImmediate)
  await new Promise(setImmediate)
  gateway.running.stopAll("stopping")
  const codes = (await Promise.all(answers)).map(async (answer) => (await errorOf(answer)).code)
  assert.deepEqual(await Promise.all(codes), ["stopping", "stopping", "stopping"])
  assert.equal(gateway.running.size, 0)
})

test("without Redis the limits of this process hold, and nothing fails", async () => {
  const redis: Redis = {
    command: async () => await Promise.reject(new Error("down")),
    isUp: () => false,
    close: () => undefined,
  }
  const variables = { RATE_LIMIT: "2/60s", TOKEN_QUOTA: "1000", CACHE: "all" }
  const { post, ask } = await gatewayWith({ variables, runtime: { redis } })
  const statuses = [
    (await post("/v1/completions", { a: 1 })).status,
    (await post("/v1/completions", { a: 2 })).status,
    (await post("/v1/completions", { a: 3 })).status,
  ]
  assert.deepEqual(statuses, [200, 200, 429])
  const ready = await ask("/ready", { headers: authorized })
  assert.equal(ready.status, 200)
  assert.match(await ready.text(), /limits are local/)
})

test("Redis that never answers costs a request its time-out once, and the next ones nothing", async () => {
  const clock = { nowMs: 0 }
  let asked = 0
  const failed: unknown[] = []
  const redis = guardRedis({
    send: async () => {
      asked += 1
      return await new Promise(() => undefined)
    },
    close: () => undefined,
    timeoutMs: 5,
    nowMs: () => clock.nowMs,
    onError: (error) => failed.push(error),
  })
  await assert.rejects(redis.command(["PING"]), /too long/)
  await assert.rejects(redis.command(["PING"]), /left alone/)
  assert.deepEqual([asked, failed.length, redis.isUp()], [1, 1, false])
  clock.nowMs += 1_000
  await assert.rejects(redis.command(["PING"]), /too long/)
})

test("a script that Redis has forgotten is sent again", async () => {
  const known = new Set<string>()
  const seen: string[] = []
  const redis: Redis = {
    isUp: () => true,
    close: () => undefined,
    command: async ([name = "", what = ""]) => {
      seen.push(String(name))
      if (name === "SCRIPT") {
        known.add("digest")
        return "digest"
      }
      if (!known.has(String(what))) throw new Error("NOSCRIPT No matching script.")
      return "done"
    },
  }
  const run = createScript(redis, "return 1")
  assert.equal(await run([], []), "done")
  known.clear()
  assert.equal(await run([], []), "done")
  assert.deepEqual(seen, ["SCRIPT", "EVALSHA", "EVALSHA", "SCRIPT", "EVALSHA"])
})
