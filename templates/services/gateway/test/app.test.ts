import assert from "node:assert/strict"
import { test } from "node:test"
import { authorized, eventAnswer, gatewayWith, jsonAnswer, key } from "./gateway-with.ts"

test("strangers are refused, in the shape that OpenAI's clients read", async () => {
  const { post, sent } = await gatewayWith({})
  for (const headers of [{}, { authorization: "Bearer wrong" }, { "x-api-key": "" }]) {
    const answer = await post("/v1/generate", { prompt: "hello" }, headers)
    assert.equal(answer.status, 401)
    const { error } = (await answer.json()) as { error: { code: string } }
    assert.equal(error.code, "invalid_api_key")
  }
  assert.equal(sent.length, 0)
})

test("a key is accepted in either header and never reaches the upstream or the log", async () => {
  const { post, sent, lines } = await gatewayWith({})
  for (const headers of [authorized, { "x-api-key": key }, { authorization: `bearer ${key}` }])
    assert.equal((await post("/v1/completions", {}, { ...headers, cookie: "a=b" })).status, 200)
  assert.equal(sent[0]?.headers["authorization"], "Bearer up")
  assert.ok(!JSON.stringify(sent.map(({ headers }) => headers)).includes(key))
  assert.ok(!lines.join().includes(key))
})

test("over the limit is 429 with the seconds to wait", async () => {
  const { post } = await gatewayWith({ variables: { RATE_LIMIT: "1/60s" } })
  assert.equal((await post("/v1/completions", {})).status, 200)
  const answer = await post("/v1/completions", {})
  assert.equal(answer.status, 429)
  assert.equal(answer.headers.get("retry-after"), "60")
})

test("a generation with a mistake is refused before it reaches a GPU", async () => {
  const { post, sent } = await gatewayWith({})
  const answer = await post("/v1/generate", { prompt: "hello", max_tokens: 0 })
  assert.equal(answer.status, 400)
  assert.equal(((await answer.json()) as { error: { param: string } }).error.param, "max_tokens")
  assert.equal((await post("/v1/generate", "{")).status, 400)
  assert.equal(sent.length, 0)
})

test("a stream without its end mark ends as an error", async () => {
  const whole = ["data: {}\n\n", "data: [DO", "NE]\n\n"]
  const cut = ["data: {}\n\nda"]
  const read = async (chunks: string[], broken: boolean) => {
    const { post } = await gatewayWith({ upstream: () => eventAnswer(chunks, { broken }) })
    return await (await post("/v1/chat/completions", {})).text()
  }
  assert.equal(await read(whole, false), whole.join(""))
  assert.equal(await read(whole, true), whole.join(""))
  for (const broken of [true, false]) {
    const text = await read(cut, broken)
    assert.ok(text.startsWith("data: {}\n\nda\n\nevent: error\n"))
    assert.ok(!text.includes("[DONE]"))
  }
})

test("a stream that the gateway breaks off when it has to stop ends as an error", async () => {
  const { post, abort } = await gatewayWith({
    upstream: ({ signal }) => {
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          signal.addEventListener("abort", () => controller.error(signal.reason))
        },
      })
      return { ...eventAnswer([]), body }
    },
  })
  const answer = await post("/v1/chat/completions", {})
  abort()
  assert.match(await answer.text(), /event: error/)
})

test("the upstream's refusal of the gateway's token is no 401 of the caller", async () => {
  const { post } = await gatewayWith({ upstream: () => jsonAnswer({}, 401) })
  assert.equal((await post("/v1/completions", {})).status, 502)
})

test("a result at another path is fetched there, one at another host is not", async () => {
  const redirect = (location: string) => ({
    ...jsonAnswer({}, 303),
    headers: new Headers({ location }),
  })
  const later = await gatewayWith({
    upstream: ({ url }) =>
      url.endsWith("/result") ? jsonAnswer({ text: "late" }) : redirect("/result"),
  })
  assert.deepEqual(await (await later.post("/v1/completions", {})).json(), { text: "late" })
  const away = await gatewayWith({ upstream: () => redirect("http://other.test/result") })
  assert.equal((await away.post("/v1/completions", {})).status, 502)
  assert.equal(away.sent.length, 1)
})

test("every answer names the deployment and the request", async () => {
  const { ask } = await gatewayWith({ variables: { AIDEP_DEPLOYMENT: "d-1" } })
  for (const path of ["/", "/health", "/nowhere", "/v1/models"]) {
    const { headers } = await ask(path, { headers: { "x-request-id": "r-1" } })
    assert.equal(headers.get("x-aidep-deployment"), "d-1")
    assert.equal(headers.get("x-request-id"), "r-1")
  }
})

test("metrics count requests by route and status, and need a key", async () => {
  const { ask, post } = await gatewayWith({})
  await post("/v1/completions", {})
  await ask("/somewhere/else")
  assert.equal((await ask("/metrics")).status, 401)
  const text = await (await ask("/metrics", { headers: authorized })).text()
  assert.match(text, /gateway_requests_total\{route="\/v1\/completions",status="200"\} 1/)
  assert.match(text, /gateway_requests_total\{route="other",status="401"\} 1/)
  assert.match(text, /gateway_requests_in_flight 1\n/)
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
})
