import { describe, expect, test } from "vitest"
import { eventually } from "../../../support/eventually.ts"
import { needsRedis, startRedis } from "../support/stage-redis.ts"
import {
  beginEvents,
  chunk,
  completion,
  done,
  events,
  json,
  silence,
  write,
} from "../support/scripts.ts"
import type { Script } from "../support/scripted-upstream.ts"
import { chat, clientOf, key, runtimes, stage, upstreamFor } from "../support/stage.ts"
import { upstashScript } from "../support/upstash.ts"

// Group 15 again, for Redis over HTTP, which is the only Redis that Workers have.

const answered = completion("hello")
const token = "token-of-upstash-0000000000"
const same = { ...chat, temperature: 0 }
const hold: Script = async (exchange) => {
  beginEvents(exchange)
  await write(exchange, chunk("a"))
}

describe.runIf(needsRedis()).each(runtimes)("Redis over HTTP, on $name,", (runtime) => {
  async function shared(settings = {}) {
    const redis = await startRedis()
    const upstash = await upstreamFor(upstashScript(redis.port, token))
    const through = {
      REDIS_URL: upstash.url,
      REDIS_TOKEN: token,
      REDIS_TIMEOUT: "20s",
      ...settings,
    }
    const first = await stage(json(answered), through, runtime)
    const second = await runtime.start({
      UPSTREAM_URL: first.upstream.url,
      API_KEYS: key,
      RATE_LIMIT: "100000/1s",
      ...through,
    })
    return { ...first, upstash, second: clientOf(second) }
  }

  test("lets exactly so many through by two gateways together", async () => {
    const { post, second, upstream } = await shared({ RATE_LIMIT: "20/3600s", CACHE: "off" })
    const asked = [post, second.post].flatMap((one) =>
      Array.from({ length: 20 }, async () => (await one("/v1/completions", chat)).status),
    )
    const statuses = await Promise.all(asked)
    expect(statuses.filter((status) => status === 200)).toHaveLength(20)
    expect(upstream.received).toHaveLength(20)
  })

  test("counts streams of two gateways together, and gives their places back", async () => {
    const { post, second, upstream } = await shared({ STREAM_LIMIT: "1" })
    const streamed = { ...chat, stream: true }
    for (const gateway of [{ post }, second, { post }, second]) {
      upstream.play(events([done]))
      const ask = async () => await gateway.post("/v1/chat/completions", streamed)
      await eventually("a place", async () => (await (await ask()).text()) === done)
      upstream.play(hold)
      const held = await eventually("a place", async () => {
        const answer = await ask()
        return answer.status === 200 ? answer : undefined
      })
      expect(await held.body?.getReader().read()).toMatchObject({ done: false })
      const refused = await Promise.all(
        [post, second.post].map(async (one) => await one("/v1/chat/completions", streamed)),
      )
      expect(refused.map(({ status }) => status)).toEqual([429, 429])
      upstream.received.at(-1)?.response.end(done)
    }
  })

  test("shares answers of a tenant", async () => {
    const { post, second } = await shared({ CACHE: "all" })
    await (await post("/v1/chat/completions", same)).text()
    const hit = await eventually("the answer to be shared", async () => {
      const answer = await second.post("/v1/chat/completions", same)
      return answer.headers.get("x-cache") === "hit" ? answer : undefined
    })
    expect(await hit.json()).toEqual(answered)
  })

  test.each<[string, Parameters<typeof stage>[0]]>([
    ["never answers", silence],
    ["resets", ({ socket }) => socket.resetAndDestroy()],
    ["refuses the token", json({ error: "WRONGPASS" }, 401)],
    ["is over its quota", json({ error: "ERR max daily request limit exceeded" }, 400)],
    ["answers no JSON", ({ response }) => response.end("<html>")],
    ["answers another type", json({ result: "OK" })],
    ["answers nothing", json({})],
  ])("that %s costs a limit of this instance, not an error", async (_, script) => {
    const upstash = await upstreamFor(script)
    const { post } = await stage(
      json(answered),
      {
        RATE_LIMIT: "10/3600s",
        CACHE: "all",
        REDIS_URL: upstash.url,
        REDIS_TOKEN: token,
        REDIS_TIMEOUT: "100ms",
      },
      runtime,
    )
    const statuses: number[] = []
    for (let index = 0; index < 14; index += 1)
      statuses.push((await post("/v1/chat/completions", { ...same, seed: index })).status)
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 200), 429, 429, 429, 429])
  })
})
