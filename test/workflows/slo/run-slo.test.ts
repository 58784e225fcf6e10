import { describe, expect, test } from "vitest"
import { checkLive } from "../../../src/workflows/check/check-live.ts"
import type { LoadStep, SloInput } from "../../../src/workflows/slo/plan-slo.ts"
import { fakeContext, fakeRegistry, testProvider } from "../../support/fake-context.ts"
import { memoryFiles } from "../../support/memory-files.ts"
import { scriptedLoad } from "../../support/scripted-load.ts"
import { type ScriptedOutcome, scriptedProber } from "../../support/scripted-prober.ts"

const base = `version: 1
name: shop
services:
  api: { kind: web, source: ./api, runtime: node@24, targets: [alpha], port: 8080, secrets: [API_KEYS] }
checks:
  - { name: adds, service: api, request: POST /add, json: [1, 2], as: api-key, expect: { json: { sum: 3 } } }
  - { name: greets, service: api, request: GET /greet, expect: { status: [200, 204], within: 2s } }
  - { name: refuses, service: api, request: POST /add, expect: { status: 401 } }
`
const objectives = "slo: { availability: 99%, p99: 500ms }\n"
const edge = `edge: { target: alpha, domain: api.example.com, service: api, rateLimit: { requests: 100/10s } }\n`

const right: ScriptedOutcome = { body: '{"sum": 3}', tookMs: 120 }
const signal = new AbortController().signal

type Answers = (url: string, attempt: number, key: string | undefined) => ScriptedOutcome

/** Answers all that is asked; `Answers` may say otherwise. */
function world(manifest: string, answers: Answers = () => right) {
  const byKey: Answers = (url, attempt, key) =>
    url.endsWith("/add") && key === undefined ? { statusCode: 401 } : answers(url, attempt, key)
  const load = scriptedLoad(({ url, headers }, attempt) =>
    byKey(url, attempt, headers["x-api-key"]),
  )
  const context = fakeContext({
    files: memoryFiles({ "/project/aidep.yaml": manifest, "/project/api/package.json": "{}" }),
    variables: { API_KEYS: "first-key", AIDEP_SECRET_KEY: "k" },
    prober: scriptedProber(({ url, headers }) => byKey(url, 0, headers["x-api-key"]), {
      today: () => "2026-11-21",
      nowMs: () => 0,
      sleep: () => Promise.resolve(),
    }),
    network: {
      freePort: () => Promise.resolve(1),
      isFree: () => Promise.resolve(true),
      resolve: () => Promise.resolve({ aliases: [], addresses: ["192.0.2.1"], failure: undefined }),
    },
    load,
    platforms: fakeRegistry([testProvider("alpha")]),
  })
  return {
    load,
    measure: async (slo: SloInput, url = "api=https://new.test") => {
      const input = { manifest: "aidep.yaml", url, slo, signal }
      const result = await checkLive(input, context)
      return result.slo
    },
  }
}

describe("a run under load", () => {
  test("sends the checks that expect success in turn, with their credentials", async () => {
    const { load, measure } = world(base + objectives)
    const slo = await measure({ durationMs: 10_000, ratePerSecond: 100 })
    expect(load.plans).toMatchObject([
      { count: 1000, ratePerSecond: 100, timeoutMs: 10_000, privateAddresses: "refused" },
    ])
    expect(load.plans[0]?.requests).toEqual([
      {
        method: "POST",
        url: "https://new.test/add",
        headers: { "content-type": "application/json", "x-api-key": "first-key" },
        body: "[1,2]",
      },
      { method: "GET", url: "https://new.test/greet", headers: {} },
    ])
    expect(slo).toMatchObject({
      service: "api",
      verdict: "pass",
      counts: { requests: 1000, errors: 0 },
      checks: [
        { name: "adds", requests: 500 },
        { name: "greets", requests: 500 },
      ],
      place: { line: 9 },
    })
  })

  test("fails where the answers are late or wrong", async () => {
    const { measure } = world(base + objectives, (_url, attempt) => {
      if (attempt % 10 === 5) return { statusCode: 500 }
      return attempt % 10 === 7 ? { ...right, tookMs: 900 } : right
    })
    const slo = await measure({ durationMs: 10_000, ratePerSecond: 100 })
    expect(slo?.verdict).toBe("fail")
    expect(slo?.objectives.map(({ name, verdict }) => [name, verdict])).toEqual([
      ["availability", "fail"],
      ["p99", "fail"],
    ])
    expect(slo?.budget).toMatchObject({ used: 100, usedShare: expect.closeTo(10, 5) })
  })

  test("tells when the first token of a stream came, and how many a second followed", async () => {
    const events = ["a", "b", "c"].map(
      (content) => `data: ${JSON.stringify({ choices: [{ delta: { content } }] })}\n\n`,
    )
    const stream: ScriptedOutcome = {
      headers: { "content-type": "text/event-stream" },
      body: `${events.join("")}data: [DONE]\n\n`,
      chunks: events.map((event, index) => ({ atMs: 200 + index * 50, bytes: event.length })),
      tookMs: 320,
    }
    const chat =
      "  - { name: chats, service: api, request: POST /chat, json: {}, expect: { stream: true } }\n"
    const { load, measure } = world(base + chat, (url) => (url.endsWith("/chat") ? stream : right))
    const slo = await measure({ durationMs: 10_000, ratePerSecond: 9 })
    expect(slo?.firstTokenMs?.p50.value).toBeCloseTo(200, 0)
    expect(slo?.tokensPerSecond?.p50.value).toBeCloseTo(20, 0)
    expect(load.plans[0]?.timeoutMs).toBe(120_000)
  })

  test("tells how far it is, from its start to its end", async () => {
    const steps: LoadStep[] = []
    const progress = (step: LoadStep) => steps.push(step)
    await world(base).measure({ durationMs: 1000, ratePerSecond: 3, progress })
    expect(steps.map(({ answered, requests }) => [answered, requests])).toEqual([
      [0, 3],
      [1, 3],
      [2, 3],
      [3, 3],
    ])
  })

  test("sends nothing where a check has failed before", async () => {
    const { load, measure } = world(base + objectives, (url) =>
      url.endsWith("/greet") ? { statusCode: 503 } : right,
    )
    const slo = await measure({ ratePerSecond: 5 })
    expect(load.plans).toEqual([])
    expect(slo).toMatchObject({
      verdict: "inconclusive",
      reasons: ['The check "greets" failed before, so that no load was sent.'],
      counts: { requests: 0 },
      latencyMs: undefined,
    })
  })

  test("takes a minute and 20 requests a second, or what the edge takes, where nothing is said", async () => {
    const free = world(base)
    await free.measure({ durationMs: 2000 })
    const behindEdge = world(base + edge)
    await behindEdge.measure({ ratePerSecond: undefined })
    expect(free.load.plans).toMatchObject([{ ratePerSecond: 20, count: 40 }])
    expect(behindEdge.load.plans).toMatchObject([{ ratePerSecond: 9, count: 540 }])
  })

  test("beyond the rate limit of the edge is refused before anything is sent", async () => {
    const { load, measure } = world(base + edge)
    await expect(measure({ ratePerSecond: 20 })).rejects.toMatchObject({
      code: "slo/rate-above-limit",
      exit: 2,
      hint: expect.stringContaining("--rate 9"),
    })
    expect(load.plans).toEqual([])
  })

  test("has nothing to ask where no check expects success", async () => {
    const refusing = base.replace(/.* name: (?:adds|greets).*\n/g, "")
    await expect(world(refusing).measure({})).rejects.toMatchObject({ code: "slo/nothing-to-ask" })
  })
})

describe("two releases", () => {
  const against = "https://old.test"

  test("are asked the same at the same time and compared", async () => {
    const { load, measure } = world(base + objectives, (url) =>
      url.startsWith("https://old.test") ? right : { ...right, tookMs: 160 },
    )
    const slo = await measure({ durationMs: 10_000, ratePerSecond: 100, against })
    expect(load.plans.map(({ requests }) => requests[1]?.url).toSorted()).toEqual([
      "https://new.test/greet",
      "https://old.test/greet",
    ])
    expect(slo?.verdict).toBe("pass")
    expect(slo?.comparison).toMatchObject({
      verdict: "undo",
      reason: "It is worse: latency p50 160 ms after 120 ms, latency p95 160 ms after 120 ms.",
    })
    expect(slo?.comparison?.compared.map(({ measure: name, status }) => [name, status])).toEqual([
      ["errors", "same"],
      ["latency p50", "worse"],
      ["latency p95", "worse"],
      ["golden prompts", "same"],
    ])
  })

  test("are not compared where the other one fails its checks", async () => {
    const { load, measure } = world(base, (url) =>
      url.startsWith("https://old.test") ? { statusCode: 502 } : right,
    )
    const slo = await measure({ ratePerSecond: 5, against })
    expect(load.plans).toEqual([])
    expect(slo?.reasons[0]).toMatch(/"adds" of the other release failed/)
    expect(slo?.comparison).toBeUndefined()
  })
})
