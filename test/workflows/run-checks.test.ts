import { once } from "node:events"
import { createServer, type RequestListener } from "node:http"
import { describe, expect, onTestFinished, test } from "vitest"
import { systemClock } from "../../src/adapters/system-clock.ts"
import { undiciProber } from "../../src/adapters/undici-prober.ts"
import { type CheckRun, type CheckStep, runChecks } from "../../src/workflows/check/run-checks.ts"
import { parsedText } from "../support/parse-text.ts"
import { scriptedProber } from "../support/scripted-prober.ts"
import { virtualClock } from "../../src/workflows/rehearse/virtual-clock.ts"

describe("checks", () => {
  test("are made in order, each with its result, messages and timings", async () => {
    const { clock, prober } = world(({ url }) =>
      url.endsWith("/health") ? { body: '{"status":"ok"}' } : { statusCode: 500, tookMs: 40 },
    )
    const run = checkRun(
      "{ name: alive, service: api, request: GET /health, expect: { json: { status: ok } } }",
      "{ name: answers, service: api, request: POST /v1/generate, json: { prompt: hi }, expect: {} }",
    )
    const results = await runChecks(run, { clock, prober })
    expect(results).toMatchObject([
      { name: "alive", service: "api", passed: true, messages: [], warmUp: undefined },
      {
        name: "answers",
        passed: false,
        messages: ["Expected the status 2xx, found 500 without a body."],
        timings: { totalMs: 40 },
      },
    ])
    expect(prober.asked.map(({ request }) => request)).toEqual([
      { method: "GET", url: "http://api.test/health", headers: {} },
      {
        method: "POST",
        url: "http://api.test/v1/generate",
        headers: { "content-type": "application/json" },
        body: '{"prompt":"hi"}',
      },
    ])
  })

  test("tell who watches what goes on", async () => {
    const { clock, prober } = world((_request, attempt) => ({
      statusCode: attempt < 2 ? 503 : 200,
    }))
    const steps: CheckStep["type"][] = []
    const fields = "{ name: a, service: api, request: GET /, warmUp: 10s, expect: {} }"
    await runChecks(
      { ...checkRun(fields), progress: ({ type }) => steps.push(type) },
      { clock, prober },
    )
    expect(steps).toEqual(["warming-up", "warming-up", "checking", "checked"])
  })

  test("carry credentials, which no message shows", async () => {
    const { clock, prober } = world(({ headers }) => ({
      statusCode: 403,
      body: `the key ${headers["x-api-key"]} is not known`,
    }))
    const run = checkRun("{ name: a, service: api, request: GET /, as: api-key, expect: {} }")
    const [result] = await runChecks(run, { clock, prober })
    expect(prober.asked[0]?.request.headers).toEqual({ "x-api-key": "first-key" })
    expect(result?.messages).toEqual([
      'Expected the status 2xx, found 403 with the body "the key •••• is not known".',
    ])
  })

  test.each([
    [
      "a credential has no value",
      "{ name: a, service: api, request: GET /, as: internal, expect: {} }",
      '"api" cannot be asked as "internal", because the secret "AIDEP_SECRET_KEY" has no value.',
    ],
    [
      "the service has no address",
      "{ name: a, service: worker, request: GET /, expect: {} }",
      '"worker" has no address to ask.',
    ],
  ])("fail without a request where %s", async (_title, check, message) => {
    const { clock, prober } = world(() => ({}))
    const [result] = await runChecks(checkRun(check), { clock, prober })
    expect(result).toMatchObject({ passed: false, messages: [message], timings: undefined })
    expect(prober.asked).toEqual([])
  })

  test("after an interruption are not made, and say so", async () => {
    const controller = new AbortController()
    const { clock, prober } = world(() => {
      controller.abort()
      return {}
    })
    const check = "{ name: a, service: api, request: GET /, warmUp: 60s, expect: {} }"
    const run = { ...checkRun(check, check), signal: controller.signal }
    const results = await runChecks(run, { clock, prober })
    expect(prober.asked).toHaveLength(1)
    expect(results.map(({ passed, warmUp }) => ({ passed, probes: warmUp?.probes }))).toEqual([
      { passed: false, probes: 1 },
      { passed: false, probes: undefined },
    ])
    expect(results[1]?.messages).toEqual(["It was not made, because the run was interrupted."])
  })

  test.each([
    ["", 60_000],
    ["within: 2s", 10_000],
    ["within: 30s", 60_000],
    ["stream: true", 120_000],
  ])("wait well beyond what they expect: { %s }", async (expected, totalTimeoutMs) => {
    const { clock, prober } = world(() => ({}))
    const check = `{ name: a, service: api, request: GET /, redirects: 2, expect: { ${expected} } }`
    await runChecks(checkRun(check), { clock, prober })
    expect(prober.asked[0]?.options).toMatchObject({ totalTimeoutMs, redirects: 2 })
  })
})

describe("a warm-up", () => {
  const check =
    "{ name: generates, service: api, request: GET /, warmUp: 300s, expect: { text: hello, within: 1s } }"

  test("asks until the answer is right, and its time never counts", async () => {
    const { clock, prober } = world((_request, attempt) => {
      if (attempt === 1) return { failure: "refused" }
      if (attempt === 2) return { statusCode: 503, tookMs: 5000 }
      // The first right answer is a slow one: the container has only just started.
      return { body: "hello", tookMs: attempt === 3 ? 90_000 : 200 }
    })
    const [result] = await runChecks(checkRun(check), { clock, prober })
    expect(result).toMatchObject({
      passed: true,
      messages: [],
      timings: { totalMs: 200 },
      warmUp: { probes: 3, tookMs: 10 + 500 + 5000 + 1000 + 90_000 },
    })
    expect(prober.asked).toHaveLength(4)
  })

  test("that is warm at once costs one probe", async () => {
    const { clock, prober } = world(() => ({ body: "hello" }))
    const [result] = await runChecks(checkRun(check), { clock, prober })
    expect(result?.warmUp).toEqual({ probes: 1, tookMs: 10 })
  })

  test("does not excuse the check that follows", async () => {
    const { clock, prober } = world((_request, attempt) => ({
      body: "hello",
      tookMs: attempt === 2 ? 1500 : 100,
    }))
    const [result] = await runChecks(checkRun(check), { clock, prober })
    expect(result).toMatchObject({
      passed: false,
      messages: ["Expected the whole answer within 1,000 ms, found 1,500 ms."],
    })
  })

  test("ends with its budget and tells the last answer", async () => {
    const { clock, prober } = world(() => ({ statusCode: 503, body: "starting" }))
    const startedMs = clock.nowMs()
    const [result] = await runChecks(checkRun(check), { clock, prober })
    expect(result).toMatchObject({
      passed: false,
      timings: undefined,
      messages: [
        expect.stringMatching(/^It did not warm up: after \d+ probes in [\d,]+ ms the answer/),
        'Expected the status 2xx, found 503 with the body "starting".',
        'Expected the body to contain "hello", found "starting".',
      ],
    })
    expect(clock.nowMs() - startedMs).toBeLessThanOrEqual(300_000)
    expect(clock.nowMs() - startedMs).toBeGreaterThan(290_000)
  })

  test("gives a probe no more time than is left of the budget", async () => {
    const { clock, prober } = world(() => ({ tookMs: 3_600_000 }))
    const startedMs = clock.nowMs()
    const [result] = await runChecks(checkRun(check), { clock, prober })
    expect(result?.warmUp).toEqual({ probes: 1, tookMs: 300_000 })
    expect(clock.nowMs() - startedMs).toBe(300_000)
  })
})

test("a stack of a gateway that streams is checked over real connections", async () => {
  let asked = 0
  const address = await serve((request, response) => {
    const { url, headers } = request
    if (url === "/health") {
      asked += 1
      // Cold at first.
      response.writeHead(asked < 3 ? 503 : 200, { "content-type": "application/json" })
      response.end('{"status":"ok","models":["qwen"]}')
    } else if (headers["x-api-key"] === "first-key") {
      response.writeHead(200, { "content-type": "text/event-stream" })
      response.write('data: {"choices":[{"delta":{"content":"Hi"}}]}\n\n')
      response.end("data: [DONE]\n\n")
    } else response.writeHead(401).end()
  })
  const run = checkRun(
    '{ name: alive, service: api, request: GET /health, warmUp: 60s, expect: { json: { status: ok, "$.models[0]": /^q/ } } }',
    "{ name: streams, service: api, request: POST /v1/chat/completions, json: { stream: true }, as: api-key, expect: { stream: { chunks: 1 }, within: 60s } }",
    "{ name: refuses strangers, service: api, request: POST /v1/chat/completions, json: {}, expect: { status: 401 } }",
    "{ name: is wrong, service: api, request: GET /health, expect: { json: { status: down } } }",
  )
  const ports = { prober: undiciProber(), clock: virtualClock() }
  const results = await runChecks({ ...run, addresses: new Map([["api", address]]) }, ports)
  expect(results.map(({ name, passed, messages }) => [name, passed, ...messages])).toEqual([
    ["alive", true],
    ["streams", true],
    ["refuses strangers", true],
    ["is wrong", false, 'Expected "$.status" to be "down", found "ok".'],
  ])
  expect(results[0]?.warmUp?.probes).toBe(3)
})

test("the clock of this machine serves too", async () => {
  const address = await serve((_request, response) => response.end("hello"))
  const run = checkRun("{ name: a, service: api, request: GET /, warmUp: 5s, expect: {} }")
  const ports = { prober: undiciProber(), clock: systemClock }
  const [result] = await runChecks({ ...run, addresses: new Map([["api", address]]) }, ports)
  expect(result).toMatchObject({ passed: true, warmUp: { probes: 1 } })
})

function world(script: Parameters<typeof scriptedProber>[0]) {
  const clock = virtualClock()
  return { clock, prober: scriptedProber(script, clock) }
}

/** A run of checks as a manifest writes them; `api` has an address and an API key, `worker` has none. */
function checkRun(...checks: readonly string[]): CheckRun {
  const { manifest } = parsedText(`version: 1
name: shop
services:
  api: { kind: web, source: ./api, targets: [fly] }
  worker: { kind: worker, source: ./worker, targets: [fly] }
checks: [${checks.join(", ")}]
`)
  const secrets = new Map([["API_KEYS", "first-key,second-key"]])
  return {
    checks: manifest.checks ?? [],
    addresses: new Map([["api", "http://api.test"]]),
    credentialSource: (service) => ({
      service,
      environment: "production",
      external: false,
      secret: (name) => secrets.get(name),
    }),
  }
}

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  const address = server.address()
  if (typeof address !== "object" || address === null) throw new Error("It does not listen.")
  return `http://127.0.0.1:${address.port}`
}
