import { describe, expect, test } from "vitest"
import { needsRedis, startRedis } from "../support/stage-redis.ts"
import { completion, json, silence } from "../support/scripts.ts"
import type { Script } from "../support/scripted-upstream.ts"
import { chat, clientOf, runtimes, stage, stageProcess } from "../support/stage.ts"

// Groups 17 and 18: what can be measured stays small, and can be asked for whatever else fails.

const answered = completion("hello")
const nameOf = (line: string) => line.slice(0, line.lastIndexOf(" "))
const seriesOf = (text: string) =>
  text.split("\n").filter((line) => line !== "" && !line.startsWith("#"))

describe.each(runtimes)("on $name", (runtime) => {
  test("health and metrics ask neither the upstream nor a key of the caller", async () => {
    const { upstream, ask } = await stage(silence, {}, runtime)
    for (const path of ["/health", "/ready", "/openapi.json", "/"])
      expect([path, (await ask(path, { headers: {} })).status]).toEqual([path, 200])
    expect((await ask("/metrics")).status).toBe(200)
    expect((await ask("/metrics", { headers: {} })).status).toBe(401)
    expect(upstream.received).toEqual([])
  })

  test("metrics open to their own token only, where there is one", async () => {
    const { ask, url } = await stage(
      json(answered),
      { METRICS_TOKEN: "metrics-of-a-test-000000" },
      runtime,
    )
    expect((await ask("/metrics")).status).toBe(401)
    const monitor = clientOf(url, "metrics-of-a-test-000000")
    expect((await monitor.ask("/metrics")).status).toBe(200)
    expect((await monitor.ask("/v1/models")).status).toBe(401)
  })
})

test("no caller makes another series: ten thousand paths, methods, models, adapters and keys", async () => {
  const { ask, post, metric } = await stageProcess(json(answered), {
    CACHE: "off",
    LOG_LEVEL: "error",
  })
  const look = async () => seriesOf(await (await ask("/metrics")).text())
  const touch = async (index: number) => {
    const answers = await Promise.all([
      ask(`/v1/unknown-${index}`),
      ask(`/${index}`, { method: "DELETE" }),
      ask("/v1/models", { headers: { "x-api-key": `wrong-${index}` } }),
      post("/v1/chat/completions", { ...chat, model: `model-${index}` }),
      post("/v1/generate", { prompt: "p", adapter: `adapter-${index}` }),
    ])
    for (const answer of answers) await answer.text()
  }
  await touch(0)
  // The first look is itself a request to a route that is counted.
  await look()
  const before = await look()
  for (let index = 1; index < 400; index += 20)
    await Promise.all(Array.from({ length: 20 }, async (_, offset) => await touch(index + offset)))
  const after = await look()
  const known = new Set(before.map(nameOf))
  expect(after.map(nameOf).filter((name) => !known.has(name))).toEqual([])
  expect(after.filter((line) => /unknown-|model-|adapter-|wrong-/.test(line))).toEqual([])
  expect(await metric("gateway_requests_total", { route: "other" })).toBeGreaterThanOrEqual(800)
})

test("requests are counted by what became of them", async () => {
  const models: Script = json({ object: "list", data: [] })
  const script: Script = (exchange) =>
    (exchange.method === "GET" ? models : json(answered))(exchange)
  const { ask, post, metric } = await stage(script, { RATE_LIMIT: "3/3600s" })
  await (await post("/v1/chat/completions", chat)).text()
  await (await post("/v1/generate", {})).text()
  await (
    await post("/v1/chat/completions", chat, { headers: { authorization: "Bearer wrong" } })
  ).text()
  for (let index = 0; index < 3; index += 1) await (await ask("/v1/models")).text()
  const count = async (labels: Record<string, string>) =>
    await metric("gateway_requests_total", labels)
  expect(await count({ route: "/v1/chat/completions", status: "200" })).toBe(1)
  expect(await count({ route: "/v1/chat/completions", status: "401" })).toBe(1)
  expect(await count({ route: "/v1/generate", status: "400" })).toBe(1)
  expect(await count({ route: "/v1/models", status: "429" })).toBe(2)
  expect(await metric("gateway_limited_total", { limit: "key" })).toBe(2)
  expect(await metric("gateway_auth_failures_total")).toBe(1)
  expect(await metric("gateway_tokens_total", { kind: "prompt" })).toBe(3)
  expect(await metric("gateway_tokens_total", { kind: "completion" })).toBe(5)
  expect(await metric("gateway_upstream_attempts_total", { outcome: "ok" })).toBe(2)
  expect(
    await metric("gateway_request_duration_seconds_count", { route: "/v1/chat/completions" }),
  ).toBe(2)
})

describe.runIf(needsRedis())("with a Redis that never answers", () => {
  test("health, readiness and metrics do not wait for it", async () => {
    const redis = await startRedis()
    redis.freeze()
    const { ask } = await stage(silence, { REDIS_URL: redis.url, REDIS_TIMEOUT: "60s" })
    for (const path of ["/health", "/ready", "/metrics"])
      expect([path, (await ask(path)).status]).toEqual([path, 200])
  })
})
