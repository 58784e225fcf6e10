import { setTimeout as pause } from "node:timers/promises"
import { gzipSync } from "node:zlib"
import { describe, expect, test } from "vitest"
import { beginEvents, chunk, completion, done, json, raw, write } from "../support/scripts.ts"
import type { Script } from "../support/scripted-upstream.ts"
import { chat, codeOf, onNode, runtimes, stage } from "../support/stage.ts"

// Group 4: whatever the upstream breaks, the client gets the whole answer or an explicit error, never a clean end.

const streamed = { ...chat, stream: true }
const once = { RETRIES: "0" }
const answered = completion("hello")
const body = JSON.stringify(answered)
const head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n"
const lengthOf = (bytes: number) => `content-length: ${bytes}\r\n\r\n`

const broken: readonly { readonly what: string; readonly script: Script }[] = [
  { what: "reset before the head", script: ({ socket }) => socket.resetAndDestroy() },
  { what: "closed before the head", script: ({ socket }) => socket.end() },
  { what: "reset within the head", script: raw("HTTP/1.1 200 O", "reset") },
  { what: "reset within the body", script: raw(head + lengthOf(100) + '{"half":', "reset") },
  { what: "a body shorter than its length", script: raw(head + lengthOf(100) + '{"half":1}') },
  {
    what: "chunks without their end",
    script: raw(`${head}transfer-encoding: chunked\r\n\r\n8\r\n{"half":\r\n`),
  },
  {
    what: "a chunk of no size",
    script: raw(`${head}transfer-encoding: chunked\r\n\r\nzz\r\n{"half":\r\n0\r\n\r\n`),
  },
  { what: "no HTTP at all", script: raw("SSH-2.0-OpenSSH_9.9\r\n") },
  {
    what: "a length and chunks",
    script: raw(`${head}transfer-encoding: chunked\r\n${lengthOf(3)}3\r\nabc\r\n0\r\n\r\n`),
  },
  { what: "two lengths", script: raw(`${head}content-length: 2\r\n${lengthOf(20)}{}`) },
  {
    what: "a head of 256 KB",
    script: raw(`${head}x-large: ${"x".repeat(256 * 1024)}\r\n${lengthOf(2)}{}`),
  },
]

const resetInMidStream: Script = async (exchange) => {
  beginEvents(exchange)
  await write(exchange, chunk("a"))
  await write(exchange, chunk("b"))
  exchange.socket.resetAndDestroy()
}

const resetAfterDone: Script = async (exchange) => {
  beginEvents(exchange)
  await write(exchange, chunk("a") + done)
  // A reset may overtake what was sent last: the client must have had the time to get it.
  await pause(100)
  exchange.socket.resetAndDestroy()
}

describe("an answer that breaks, on Node, is 502", () => {
  test.each(broken)("$what", async ({ script }) => {
    const { upstream, post } = await stage(script, once)
    const answer = await post("/v1/chat/completions", chat)
    expect([answer.status, await codeOf(answer)]).toEqual([502, "bad_upstream"])
    upstream.play(json(answered))
    expect(await (await post("/v1/chat/completions", chat)).json()).toEqual(answered)
  })
})

describe.each(runtimes)("on $name", (runtime) => {
  test.each(broken.slice(0, 6))("$what is an error", async ({ script }) => {
    const { post } = await stage(script, once, runtime)
    const answer = await post("/v1/chat/completions", chat)
    expect([answer.status, await codeOf(answer)]).toEqual([502, "bad_upstream"])
  })

  test("a stream that is reset ends in an error event after what came, never in [DONE]", async () => {
    const { post } = await stage(resetInMidStream, once, runtime)
    const text = await (await post("/v1/chat/completions", streamed)).text()
    // A reset may overtake what was sent last.
    const before = text.slice(0, text.indexOf("event: error")).trimEnd()
    expect(`${chunk("a")}${chunk("b")}`.startsWith(before)).toBe(true)
    expect(text).toMatch(/event: error\ndata: \{"error":\{.*"code":"bad_upstream".*\}\}\n\n$/)
    expect(text).not.toContain("[DONE]")
  })

  test("a stream that is closed in the middle of an event ends in an error event", async () => {
    const eventsHead = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n"
    const cut = raw(`${eventsHead}transfer-encoding: chunked\r\n\r\n9\r\ndata: {"a\r\n`)
    const { post } = await stage(cut, once, runtime)
    const text = await (await post("/v1/chat/completions", streamed)).text()
    expect(text).toContain("\n\nevent: error\n")
    expect(text).not.toContain("[DONE]")
  })

  test("a stream that is reset after [DONE] is whole", async () => {
    const { post } = await stage(resetAfterDone, once, runtime)
    expect(await (await post("/v1/chat/completions", streamed)).text()).toBe(chunk("a") + done)
  })
})

describe("an answer that is odd but whole arrives", () => {
  test.each([
    {
      what: "after 103 Early Hints",
      script: raw(
        `HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n${head}${lengthOf(body.length)}${body}`,
      ),
    },
    {
      what: "with trailers",
      script: raw(
        `${head}transfer-encoding: chunked\r\ntrailer: x-t\r\n\r\n${body.length.toString(16)}\r\n${body}\r\n0\r\nx-t: 1\r\n\r\n`,
      ),
    },
    { what: "until the end of the connection", script: raw(`${head}\r\n${body}`) },
    { what: "as gzip, though nobody asked for it", script: gzipped(gzipSync(body)) },
  ])("$what", async ({ script }) => {
    const { post } = await stage(script, once)
    const answer = await post("/v1/chat/completions", chat)
    expect(answer.status).toBe(200)
    expect(await answer.json()).toEqual(answered)
    expect(answer.headers.get("x-t")).toBeNull()
  })

  test("and bytes behind its end answer nobody else's request", async () => {
    const poison = `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n${lengthOf(8)}"poison"`
    const { upstream, post } = await stage(
      raw(`${head}${lengthOf(body.length)}${body}${poison}`, "open"),
      once,
    )
    const first = await post("/v1/chat/completions", chat)
    expect([200, 502]).toContain(first.status)
    await first.text()
    upstream.play(json(answered))
    for (let index = 0; index < 5; index += 1)
      expect(await (await post("/v1/chat/completions", chat)).text()).not.toContain("poison")
  })
})

describe.each(runtimes)("an upstream that refuses, on $name", (runtime) => {
  test.each([400, 404, 422])("%i is passed on", async (status) => {
    const refused = {
      error: { message: "no", type: "invalid_request_error", param: null, code: "x" },
    }
    const { post } = await stage(json(refused, status), once, runtime)
    const answer = await post("/v1/chat/completions", chat)
    expect(answer.status).toBe(status)
    expect(await answer.json()).toEqual(refused)
  })

  test("429 is told apart from the gateway's own limit, and says when to come back", async () => {
    const refused = json({ error: { message: "slow down" } }, 429, { "retry-after": "7" })
    const { post } = await stage(refused, once, runtime)
    const answer = await post("/v1/chat/completions", chat)
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([429, "7"])
    expect(await codeOf(answer)).not.toBe("rate_limit_exceeded")
  })

  test.each([401, 403])(
    "%i is the gateway's own matter: 502, without the upstream's words",
    async (status) => {
      const settings = { ...once, UPSTREAM_TOKEN: "token-of-the-upstream" }
      const { post } = await stage(
        json({ detail: "token-of-the-upstream" }, status),
        settings,
        runtime,
      )
      const answer = await post("/v1/chat/completions", chat)
      const text = await answer.text()
      expect(answer.status).toBe(502)
      expect(text).toContain("bad_upstream")
      expect(text).not.toContain("token-of-the-upstream")
    },
  )
})

test("an upstream that is not there is 502, soon", async () => {
  const { post } = await stage(json({}), { ...once, UPSTREAM_URL: "http://127.0.0.1:1" }, onNode)
  const answer = await post("/v1/chat/completions", chat)
  expect([answer.status, await codeOf(answer)]).toEqual([502, "bad_upstream"])
})

function gzipped(bytes: Uint8Array): Script {
  return ({ response }) => {
    response
      .writeHead(200, {
        "content-type": "application/json",
        "content-encoding": "gzip",
        "content-length": String(bytes.length),
      })
      .end(bytes)
  }
}
