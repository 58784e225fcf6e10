import { gzipSync } from "node:zlib"
import { describe, expect, test } from "vitest"
import { completion, json } from "../support/scripts.ts"
import { openRaw } from "../support/raw-client.ts"
import { authorization, chat, codeOf, runtimes, stage, stageProcess } from "../support/stage.ts"

// Group 9: no body takes more than its share, and none brings the gateway down.

const answered = completion("hello")
const mebibyte = 1024 * 1024

/** A valid body of exactly so many bytes. */
function bodyOf(bytes: number): string {
  const empty = JSON.stringify({ prompt: "" })
  return JSON.stringify({ prompt: "a".repeat(bytes - empty.length) })
}

describe.each(runtimes)("on $name", (runtime) => {
  test("1 MiB is taken, one byte more is not, whether its length is told or not", async () => {
    const { upstream, post, ask } = await stage(json(answered), { CACHE: "off" }, runtime)
    expect((await post("/v1/completions", bodyOf(mebibyte))).status).toBe(200)
    expect(upstream.received[0]?.body).toHaveLength(mebibyte)

    const told = await post("/v1/completions", bodyOf(mebibyte + 1))
    expect([told.status, await codeOf(told)]).toEqual([413, "body_too_large"])
    const untold = await ask("/v1/completions", {
      method: "POST",
      headers: { authorization, "content-type": "application/json" },
      body: new Blob([bodyOf(mebibyte + 1)]).stream(),
      duplex: "half",
    })
    expect([untold.status, await codeOf(untold)]).toEqual([413, "body_too_large"])
    expect(upstream.received).toHaveLength(1)
  })

  test.each([
    { what: "no body", body: "" },
    { what: "half a body", body: '{"prompt":' },
    { what: "NaN", body: '{"prompt":"p","temperature":NaN}' },
    { what: "a list", body: "[]" },
    { what: "a text", body: '"prompt"' },
    { what: "null", body: "null" },
    { what: "bytes that are not UTF-8", body: Uint8Array.of(0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d) },
    { what: "something behind the body", body: '{"prompt":"p"}{"prompt":"q"}' },
  ])("$what is 400 and never reaches the upstream", async ({ body }) => {
    const { upstream, post } = await stage(json(answered), {}, runtime)
    for (const path of ["/v1/generate", "/v1/chat/completions"]) {
      const answer = await post(path, body)
      expect([path, answer.status]).toEqual([path, 400])
      expect(["invalid_json", "invalid_request"]).toContain(await codeOf(answer))
    }
    expect(upstream.received).toEqual([])
  })

  test.each([
    { what: "no prompt", body: {}, param: "prompt" },
    { what: "an empty prompt", body: { prompt: "" }, param: "prompt" },
    { what: "a prompt that is a number", body: { prompt: 7 }, param: "prompt" },
    { what: "no tokens", body: { prompt: "p", max_tokens: 0 }, param: "max_tokens" },
    { what: "half a token", body: { prompt: "p", max_tokens: 1.5 }, param: "max_tokens" },
    { what: "an adapter without a name", body: { prompt: "p", adapter: "" }, param: "adapter" },
    { what: "a stream that is a text", body: { prompt: "p", stream: "yes" }, param: "stream" },
  ])("/v1/generate with $what is 400 and names the field", async ({ body, param }) => {
    const { upstream, post } = await stage(json(answered), {}, runtime)
    const answer = await post("/v1/generate", body)
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ error: { type: "invalid_request_error", param } })
    expect(upstream.received).toEqual([])
  })

  test.each(["gzip", "br", "deflate", "identity, gzip"])(
    "an encoding of %s is refused",
    async (encoding) => {
      const { upstream, post } = await stage(json(answered), {}, runtime)
      const bomb = gzipSync(Buffer.alloc(mebibyte))
      const answer = await post("/v1/completions", bomb, {
        headers: { "content-encoding": encoding },
      })
      expect([answer.status, await codeOf(answer)]).toEqual([415, "unsupported_encoding"])
      expect(upstream.received).toEqual([])
    },
  )

  test.each([
    {
      what: "nested 100,000 deep",
      body: `{"temperature":0,"prompt":${"[".repeat(100_000)}${"]".repeat(100_000)}}`,
    },
    {
      what: "of 90,000 keys",
      body: `{"temperature":0,${Array.from({ length: 90_000 }, (_, index) => `"k${index}":1`).join()},"prompt":"p"}`,
    },
    {
      what: "with __proto__",
      body: '{"temperature":0,"prompt":"p","__proto__":{"stream":true,"polluted":true}}',
    },
    {
      what: "with a constructor",
      body: '{"temperature":0,"prompt":"p","constructor":{"prototype":{"stream":true}}}',
    },
    { what: "with a lone surrogate", body: '{"temperature":0,"prompt":"\\ud800"}' },
    {
      what: "with a number beyond all numbers",
      body: '{"temperature":0,"prompt":"p","seed":1e999999}',
    },
  ])("a body $what is passed on as it is, or refused", async ({ body }) => {
    const { upstream, post } = await stage(json(answered), { CACHE: "all" }, runtime)
    const answer = await post("/v1/completions", body)
    await answer.text()
    expect([200, 400]).toContain(answer.status)
    expect(upstream.received.map((request) => request.body === body)).toEqual(
      answer.status === 200 ? [true] : [],
    )
    const next = await post("/v1/completions", { prompt: "p" })
    expect(next.headers.get("content-type")).not.toContain("event-stream")
    expect(await next.json()).toEqual(answered)
  })

  test("a model that is named twice gets no answer that was given to the first", async () => {
    const { post } = await stage(json(answered), { CACHE: "all" }, runtime)
    await (await post("/v1/completions", '{"model":"cheap","prompt":"p"}')).text()
    const answer = await post("/v1/completions", '{"model":"cheap","model":"dear","prompt":"p"}')
    expect([200, 400]).toContain(answer.status)
    expect(answer.headers.get("x-cache")).not.toBe("hit")
  })
})

test("a body that is shorter than its length never reaches the upstream", async () => {
  const { upstream, url, post } = await stage(json(answered))
  const connection = openRaw(url)
  connection.send(
    `POST /v1/completions HTTP/1.1\r\nhost: g\r\nauthorization: ${authorization}\r\ncontent-length: 100\r\n\r\n{"prompt":"p"}`,
  )
  connection.socket.end()
  await connection.closed
  expect((await post("/v1/completions", { prompt: "p" })).status).toBe(200)
  expect(upstream.received).toHaveLength(1)
})

test("a hundred heads and bodies that never come to an end keep nobody waiting", async () => {
  const { upstream, gateway, url, post } = await stageProcess(json(answered))
  const open = Array.from({ length: 100 }, (_, index) => {
    const connection = openRaw(url)
    const head = "POST /v1/completions HTTP/1.1\r\nhost: g\r\n"
    const whole = `${head}authorization: ${authorization}\r\ncontent-length: 100\r\n\r\n{"prompt`
    connection.send(index % 2 === 0 ? head : whole)
    return connection
  })
  expect((await post("/v1/completions", { prompt: "p" })).status).toBe(200)
  expect(upstream.received).toHaveLength(1)
  for (const { socket } of open) socket.destroy()
  expect(gateway.child.exitCode).toBeNull()
})

test("a length that promises more than is allowed is refused before the body is sent", async () => {
  const { url } = await stage(json(answered))
  const connection = openRaw(url)
  connection.send(
    `POST /v1/completions HTTP/1.1\r\nhost: g\r\nauthorization: ${authorization}\r\ncontent-length: 1000000000000\r\n\r\n{`,
  )
  const text = await connection.closed
  expect(text).toMatch(/^HTTP\/1\.1 413 /)
})

test("a body reaches the upstream as it was sent, whatever is in it", async () => {
  const { upstream, post } = await stage(json(answered))
  const text = '{ "model" : "m", "seed":7.0, "extra": {"a":[1.0,"é","\\u00e9"]},\n"prompt":"p" }'
  await (await post("/v1/chat/completions", text)).text()
  expect(upstream.received[0]?.body).toBe(text)
})

test("no field of a body becomes a header", async () => {
  const { upstream, post } = await stage(json(answered))
  const odd = "m\r\nx-injected: 1"
  const answers = [
    await post("/v1/chat/completions", { ...chat, model: odd, user: odd }),
    await post("/v1/generate", { prompt: "p", adapter: odd }),
  ]
  for (const answer of answers) {
    expect([200, 400]).toContain(answer.status)
    expect(answer.headers.get("x-injected")).toBeNull()
  }
  for (const { headers } of upstream.received) expect(headers["x-injected"]).toBeUndefined()
})
