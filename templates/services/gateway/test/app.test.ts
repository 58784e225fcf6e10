import assert from "node:assert/strict"
import { test } from "node:test"
import { authorized, errorOf, eventAnswer, gatewayWith, jsonAnswer, key } from "./gateway-with.ts"

test("strangers are refused, in the shape that OpenAI's clients read", async () => {
  const { post, sent } = await gatewayWith({})
  for (const headers of [{}, { authorization: "Bearer wrong" }, { "x-api-key": "" }]) {
    const answer = await post("/v1/generate", { prompt: "hello" }, headers)
    assert.equal(answer.status, 401)
    assert.equal((await errorOf(answer)).code, "invalid_api_key")
  }
  assert.equal(sent.length, 0)
})

test("a key is accepted in either header and never reaches the upstream or the log", async () => {
  const { post, sent, lines, usage } = await gatewayWith({})
  for (const headers of [authorized, { "x-api-key": key }, { authorization: `bearer ${key}` }])
    assert.equal((await post("/v1/completions", {}, { ...headers, cookie: "a=b" })).status, 200)
  assert.equal(sent[0]?.headers["authorization"], "Bearer up")
  assert.ok(!JSON.stringify(sent.map(({ headers }) => headers)).includes(key))
  assert.ok(!lines.join().includes(key) && !usage.join().includes(key))
})

test("over the limit is 429 with the seconds to wait, and what is left is said each time", async () => {
  const { post, clock } = await gatewayWith({ variables: { RATE_LIMIT: "2/60s" } })
  const first = await post("/v1/completions", {})
  assert.equal(first.headers.get("ratelimit-policy"), '"key";q=2;w=60')
  assert.equal(first.headers.get("ratelimit"), '"key";r=1;t=30')
  assert.equal((await post("/v1/completions", {})).status, 200)
  const refused = await post("/v1/completions", {})
  assert.equal(refused.status, 429)
  assert.equal(refused.headers.get("retry-after"), "30")
  assert.equal((await errorOf(refused)).code, "rate_limit_exceeded")
  clock.nowMs += 30_000
  assert.equal((await post("/v1/completions", {})).status, 200)
})

test("a generation with a mistake is refused before it reaches a GPU", async () => {
  const { post, sent } = await gatewayWith({})
  const wrong = { max_tokens: 0, adapter: "", stream: "yes", model: "a\nb", prompt: 5 }
  for (const [param, value] of Object.entries(wrong)) {
    const answer = await post("/v1/generate", { prompt: "hello", [param]: value })
    assert.equal(answer.status, 400)
    assert.equal((await errorOf(answer)).param, param)
  }
  for (const body of ["{", "[]", "null", "\uFEFF{}", '{"a":NaN}']) {
    const answer = await post("/v1/chat/completions", body)
    assert.equal((await errorOf(answer)).code, "invalid_json", body)
  }
  assert.equal(sent.length, 0)
})

test("bodies that are too large or compressed are refused", async () => {
  const { ask, post, sent } = await gatewayWith({ variables: { MAX_BODY: "64B" } })
  assert.equal((await post("/v1/completions", { prompt: "a".repeat(80) })).status, 413)
  const body = new Blob(["a".repeat(80)]).stream()
  const chunked = { method: "POST", headers: authorized, body, duplex: "half" } as const
  assert.equal((await ask("/v1/completions", chunked)).status, 413)
  const zipped = await post("/v1/completions", {}, { ...authorized, "content-encoding": "gzip" })
  assert.equal(zipped.status, 415)
  assert.equal(sent.length, 0)
})

test("a stream without its end mark ends as an error", async () => {
  const whole = ["data: {}\n\n", "data: [DO", "NE]\n\n"]
  const cut = ["data: {}\n\nda"]
  const read = async (chunks: string[], broken: boolean) => {
    const { post } = await gatewayWith({ upstream: () => eventAnswer(chunks, { broken }) })
    return await (await post("/v1/chat/completions", { stream: true })).text()
  }
  assert.equal(await read(whole, false), whole.join(""))
  assert.equal(await read(whole, true), whole.join(""))
  for (const broken of [true, false]) {
    const text = await read(cut, broken)
    assert.ok(text.startsWith("data: {}\n\nda\n\nevent: error\n"))
    assert.ok(!text.includes("[DONE]"))
  }
})

test("the upstream's refusal of the gateway's token is no 401 of the caller", async () => {
  const { post } = await gatewayWith({ upstream: () => jsonAnswer({}, 401) })
  assert.equal((await post("/v1/completions", {})).status, 502)
})

test("an upstream's own refusal of a request is passed on as it is", async () => {
  const upstream = () => jsonAnswer({ error: { message: "no such adapter" } }, 404)
  const { post } = await gatewayWith({ upstream })
  const answer = await post("/v1/generate", { prompt: "hello" })
  assert.equal(answer.status, 404)
  assert.deepEqual(await answer.json(), { error: { message: "no such adapter" } })
})

test("every answer names the deployment and the request", async () => {
  const { ask } = await gatewayWith({ variables: { AIDEP_DEPLOYMENT: "d-1" } })
  for (const path of ["/", "/health", "/ready", "/metrics", "/nowhere", "/v1/models"]) {
    const { headers } = await ask(path, { headers: { "x-request-id": "r-1" } })
    assert.equal(headers.get("x-aidep-deployment"), "d-1")
    assert.equal(headers.get("x-request-id"), "r-1")
  }
  const forged = await ask("/health", { headers: { "x-request-id": "a b" } })
  assert.match(forged.headers.get("x-request-id") ?? "", /^[0-9a-f-]{36}$/)
})

test("an answer names the deployments that took part in it, unless it was kept from before", async () => {
  const upstream = () => jsonAnswer({ choices: [] }, 200, { "x-aidep-deployment": "d-2" })
  const { post } = await gatewayWith({ variables: { AIDEP_DEPLOYMENT: "d-1" }, upstream })
  const prompt = { prompt: "hello", temperature: 0 }
  const chains = []
  for (const body of [prompt, prompt]) {
    const { headers } = await post("/v1/generate", body)
    chains.push([headers.get("x-cache"), headers.get("x-aidep-chain")])
  }
  assert.deepEqual(chains, [
    ["miss", "d-1, d-2"],
    ["hit", null],
  ])
  const deeper = () => jsonAnswer({}, 200, { "x-aidep-chain": "d-2, d-3" })
  const other = await gatewayWith({ variables: { AIDEP_DEPLOYMENT: "d-1" }, upstream: deeper })
  const { headers } = await other.ask("/v1/models", { headers: authorized })
  assert.equal(headers.get("x-aidep-chain"), "d-1, d-2, d-3")
})

test("a trace goes on to the upstream, and one begins where there is none", async () => {
  const { ask, sent } = await gatewayWith({})
  const id = "0af7651916cd43dd8448eb211c80319c"
  const traceparent = `00-${id}-b7ad6b7169203331-01`
  await ask("/v1/models", { headers: { ...authorized, traceparent } })
  await ask("/v1/models", { headers: { ...authorized, traceparent: "00-0-0-01" } })
  const [kept = "", begun = ""] = sent.map(({ headers }) => headers["traceparent"])
  assert.match(kept, new RegExp(`^00-${id}-(?!b7ad6b7169203331)[0-9a-f]{16}-01$`))
  assert.match(begun, /^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/)
})

test("metrics count by route and status, and are for their own token where one is set", async () => {
  const { ask, post } = await gatewayWith({})
  await post("/v1/completions", {})
  await ask("/somewhere/else")
  assert.equal((await ask("/metrics")).status, 401)
  const text = await (await ask("/metrics", { headers: authorized })).text()
  assert.match(text, /gateway_requests_total\{route="\/v1\/completions",status="200"\} 1/)
  assert.match(text, /gateway_requests_total\{route="other",status="404"\} 1/)
  assert.match(text, /gateway_requests_in_flight 1\n/)

  const own = await gatewayWith({ variables: { METRICS_TOKEN: "m" } })
  assert.equal((await own.ask("/metrics", { headers: authorized })).status, 401)
  const answer = await own.ask("/metrics", { headers: { authorization: "Bearer m" } })
  assert.equal(answer.status, 200)
})

test("further routes and web pages of other origins are let in where the settings say so", async () => {
  const variables = { PASS_THROUGH: "/v1/detect", CORS_ORIGINS: "https://app.example.com" }
  const { ask, post, sent } = await gatewayWith({ variables })
  assert.equal((await post("/v1/detect", {})).status, 200)
  assert.equal(sent[0]?.url, "http://upstream.test/v1/detect")
  const origin = "https://app.example.com"
  const preflight = { origin, "access-control-request-method": "POST" }
  const answer = await ask("/v1/detect", { method: "OPTIONS", headers: preflight })
  assert.equal(answer.headers.get("access-control-allow-origin"), origin)
  const other = await ask("/health", { headers: { origin: "https://elsewhere.example" } })
  assert.equal(other.headers.get("access-control-allow-origin"), null)
})

test("a known route with another method is 405, an unknown one 404", async () => {
  const { ask } = await gatewayWith({})
  assert.equal((await ask("/v1/generate")).status, 405)
  assert.equal((await ask("/v1/../health/x")).status, 404)
})

test("usage is written by key and tenant, with the body only when asked for", async () => {
  const answered = { text: "hi", usage: { prompt_tokens: 3, completion_tokens: 5 } }
  const quiet = await gatewayWith({ upstream: () => jsonAnswer(answered) })
  await quiet.post("/v1/generate", { prompt: "a secret" })
  const [line = ""] = quiet.usage
  assert.partialDeepStrictEqual(JSON.parse(line), {
    type: "usage",
    route: "/v1/generate",
    prompt_tokens: 3,
    completion_tokens: 5,
  })
  assert.ok(!line.includes("a secret") && !quiet.lines.join().includes("a secret"))
  const variables = { LOG_PROMPTS: "true" }
  const open = await gatewayWith({ variables, upstream: () => jsonAnswer(answered) })
  await open.post("/v1/generate", { prompt: "a secret" })
  assert.match(open.usage[0] ?? "", /a secret/)
  assert.ok(!open.lines.join().includes("a secret"))
})

test("the OpenAPI document has every route", async () => {
  const { ask } = await gatewayWith({ variables: { PASS_THROUGH: "/v1/detect" } })
  const { paths } = (await (await ask("/openapi.json")).json()) as { paths: object }
  for (const path of ["/v1/generate", "/v1/chat/completions", "/v1/detect", "/health", "/metrics"])
    assert.ok(path in paths, path)
})
