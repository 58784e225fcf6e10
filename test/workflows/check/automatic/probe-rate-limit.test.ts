import { expect, test } from "vitest"
import { probeRateLimit } from "../../../../src/workflows/check/automatic/probe-rate-limit.ts"
import type { ScriptedOutcome } from "../../../support/scripted-prober.ts"
import { scene, type SceneInput } from "./scene.ts"

const policy = { "ratelimit-policy": '"key";q=20;w=60, "ip";q=100;w=10' }

test("a limit is met once, and nothing is sent after it", async () => {
  const { result, asked } = await probed({}, (attempt) =>
    attempt <= 20
      ? { headers: policy, tookMs: 1 }
      : { statusCode: 429, headers: { ...policy, "retry-after": "3" }, tookMs: 1 },
  )
  expect(result).toMatchObject({
    passed: true,
    findings: [],
    facts: [
      'Asked "GET /v1/models".',
      'Sent 22 requests in 0.0 s: 429 after 20, with Retry-After "3".',
      "Stated: 20 requests in 60 s.",
    ],
  })
  // One more than the limit, and one that the time since the first request gave back.
  expect(asked).toHaveLength(22)
  expect(asked[0]?.request).toEqual({
    method: "GET",
    url: "http://127.0.0.1:1/v1/models",
    headers: { "x-api-key": "key-of-a-caller" },
  })
})

test("a stated limit that does not hold is an error, after one request over it", async () => {
  const { result, asked } = await probed({}, () => ({ headers: policy, tookMs: 1 }))
  expect(result?.findings.map(({ code }) => code)).toEqual(["probe/no-rate-limit"])
  expect(asked).toHaveLength(22)
})

test("what a slow run gave back is no fault of the limit", async () => {
  const { result, asked } = await probed({ most: 60 }, () => ({ headers: policy, tookMs: 9000 }))
  expect(asked).toHaveLength(60)
  expect(result?.findings).toEqual([])
})

test("the limit of the edge counts where headers state none", async () => {
  const more = `edge: { target: acme, domain: api.example.com, service: api, tls: strict, rateLimit: { requests: 5/10s, per: ip } }`
  const { result, asked } = await probed({ more }, () => ({ tookMs: 1 }))
  expect(result?.messages).toEqual([
    '"api" answered 7 requests without a 429, where 5 are allowed.',
  ])
  expect(asked).toHaveLength(7)
})

test("without a stated limit no more is sent than was allowed", async () => {
  const { result, asked } = await probed({ most: 12 }, () => ({}))
  expect(asked).toHaveLength(12)
  expect(result).toMatchObject({ passed: true, findings: [{ code: "probe/no-limit-met" }] })
})

test("fewer requests than the limit prove nothing, and say so", async () => {
  const { result } = await probed({ most: 10 }, () => ({ headers: policy }))
  expect(result?.findings).toEqual([])
  expect(result?.facts[1]).toMatch(/^Sent 10 requests in \d\.\d s and met no limit\.$/)
})

test("a 429 that does not say when to come back is a warning", async () => {
  const { result } = await probed({}, () => ({ statusCode: 429 }))
  expect(result?.findings.map(({ code }) => code)).toEqual(["probe/no-retry-after"])
})

test("a service that fails is left alone", async () => {
  const { result, asked } = await probed({}, () => ({ failure: "refused" }))
  expect(result?.findings.map(({ code }) => code)).toEqual(["check/unreachable"])
  expect(asked).toHaveLength(5)
})

test.each([
  ["GET /v1/orders", "/v1/orders"],
  ["GET /metrics", "/v1/models"],
  ["POST /v1/orders", "/v1/models"],
])("of a manifest with %s, %s is asked", async (request, path) => {
  const more = `checks: [{ name: a, service: api, request: ${request}, as: api-key, expect: {} }]`
  const { asked } = await probed({ more, most: 1 }, () => ({}))
  expect(asked.map((one) => one.request.url)).toEqual([`http://127.0.0.1:1${path}`])
})

test("only what callers from outside reach is asked", async () => {
  const { result, asked } = await probed({ service: "kind: web, access: internal" }, () => ({}))
  expect(result).toBeUndefined()
  expect(asked).toEqual([])
})

interface Given extends Partial<SceneInput> {
  readonly most?: number
}

async function probed(
  { most = 100, service = "kind: web, secrets: [API_KEYS]", more }: Given,
  script: (attempt: number) => ScriptedOutcome,
) {
  const { subject, context, prober } = scene(
    { service, address: "http://127.0.0.1:1", ...(more === undefined ? {} : { more }) },
    (_request, attempt) => script(attempt),
  )
  const [api] = subject.project.services
  if (api === undefined) throw new Error("There is no service.")
  const [result] = await probeRateLimit(api, { subject, most }, context)
  return { result, asked: prober.asked }
}
