import { describe, expect, test } from "vitest"
import {
  beginEvents,
  chunk,
  completion,
  done,
  inOrder,
  json,
  refusal,
  write,
} from "../support/scripts.ts"
import type { Script } from "../support/scripted-upstream.ts"
import { chat, codeOf, runtimes, stage, upstreamFor } from "../support/stage.ts"

// Group 5: nothing is sent again once its answer has begun, and tries are few.

const streamed = { ...chat, stream: true }
const eager = { RETRIES: "2", RETRY_BUDGET: "100%" }
const answered = completion("hello")
const half: Script = ({ response, socket }) => {
  response.writeHead(200, { "content-type": "application/json", "content-length": "100" })
  response.write('{"half":', () => socket.resetAndDestroy())
}
const reset: Script = ({ socket }) => socket.resetAndDestroy()

describe.each(runtimes)("on $name", (runtime) => {
  test.each([
    { what: "a refusal with 503", first: refusal(503) },
    { what: "a refusal with 502", first: refusal(502) },
    { what: "a refusal with 429 and a time", first: refusal(429, "0") },
  ])("$what is tried again with the same request", async ({ first }) => {
    const { upstream, post } = await stage(inOrder(first, json(answered)), eager, runtime)
    const answer = await post("/v1/chat/completions", chat, {
      headers: { "idempotency-key": "order-7" },
    })
    expect(await answer.json()).toEqual(answered)
    expect(
      upstream.received.map(({ path, body, headers }) => [path, body, headers["idempotency-key"]]),
    ).toEqual([
      ["/v1/chat/completions", JSON.stringify(chat), "order-7"],
      ["/v1/chat/completions", JSON.stringify(chat), "order-7"],
    ])
  })

  test("an answer that broke after its first bytes is not asked for again", async () => {
    const { upstream, post } = await stage(half, eager, runtime)
    expect((await post("/v1/chat/completions", chat)).status).toBe(502)
    expect(upstream.received).toHaveLength(1)
  })

  test("a stream that broke after its first event is not asked for again", async () => {
    const { upstream, post } = await stage(
      inOrder(
        async (exchange) => {
          beginEvents(exchange)
          await write(exchange, chunk("once"))
          exchange.socket.resetAndDestroy()
        },
        async (exchange) => {
          beginEvents(exchange)
          exchange.response.end(chunk("twice") + done)
        },
      ),
      eager,
      runtime,
    )
    const text = await (await post("/v1/chat/completions", streamed)).text()
    expect(text).toContain("event: error")
    expect(text).not.toContain("twice")
    expect(upstream.received).toHaveLength(1)
  })

  test.each([400, 404, 409, 422, 500, 501])("%i is not tried again", async (status) => {
    const { upstream, post } = await stage(refusal(status), eager, runtime)
    await (await post("/v1/chat/completions", chat)).text()
    expect(upstream.received).toHaveLength(1)
  })
})

test("no request is tried more often than it says", async () => {
  const { upstream, post } = await stage(reset, { ...eager, RETRIES: "2" })
  const answer = await post("/v1/chat/completions", chat)
  expect([answer.status, await codeOf(answer)]).toEqual([502, "bad_upstream"])
  expect(upstream.received.length).toBeLessThanOrEqual(3)
})

test("all requests together are tried no more often than the budget says", async () => {
  const { upstream, post } = await stage(refusal(503), {
    RETRIES: "2",
    RETRY_BUDGET: "10%",
    BREAKER_REQUESTS: "100000",
  })
  await Promise.all(
    Array.from({ length: 200 }, async () => await post("/v1/completions", { prompt: "p" })),
  )
  // A few tries are free where there is little traffic.
  expect(upstream.received.length).toBeLessThanOrEqual(200 + 20 + 10)
})

describe.each(runtimes)("with a second upstream, on $name", (runtime) => {
  test("it is asked when the first cannot answer, and named in the answer", async () => {
    const second = await upstreamFor(json(answered))
    const { post } = await stage(refusal(503), { RETRIES: "0", FALLBACK_URL: second.url }, runtime)
    const answer = await post("/v1/chat/completions", chat)
    expect(await answer.json()).toEqual(answered)
    expect(second.received).toHaveLength(1)
    const alone = await stage(json(answered), { FALLBACK_URL: second.url }, runtime)
    const first = await alone.post("/v1/chat/completions", chat)
    expect(first.headers.get("x-upstream")).not.toBe(answer.headers.get("x-upstream"))
  })

  test("it gets its own token and not the first's", async () => {
    const second = await upstreamFor(json(answered))
    const { upstream, post } = await stage(
      refusal(503),
      {
        RETRIES: "0",
        UPSTREAM_TOKEN: "first",
        FALLBACK_URL: second.url,
        FALLBACK_TOKEN: "second",
      },
      runtime,
    )
    await (await post("/v1/chat/completions", chat)).text()
    expect(upstream.received[0]?.headers.authorization).toBe("Bearer first")
    expect(second.received[0]?.headers.authorization).toBe("Bearer second")
  })

  test("it is not asked for an answer that has begun", async () => {
    const second = await upstreamFor(json(answered))
    const { post } = await stage(
      async (exchange) => {
        beginEvents(exchange)
        await write(exchange, chunk("once"))
        exchange.socket.resetAndDestroy()
      },
      { RETRIES: "0", FALLBACK_URL: second.url },
      runtime,
    )
    expect(await (await post("/v1/chat/completions", streamed)).text()).toContain("event: error")
    expect(second.received).toHaveLength(0)
  })
})
