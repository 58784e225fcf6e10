import { describe, expect, test } from "vitest"
import { eventually } from "../../../support/eventually.ts"
import { openRaw, parseAnswers, sendRaw } from "../support/raw-client.ts"
import { chunk, completion, done, events, json } from "../support/scripts.ts"
import { authorization, chat, runtimes, stage } from "../support/stage.ts"

// Parts of HTTP that few clients use, and that none may hang on.

const answered = completion("hello")
const body = JSON.stringify(chat)

function head(rows: readonly string[], line = "POST /v1/chat/completions HTTP/1.1"): string {
  const fixed = [
    line,
    "host: gateway",
    `authorization: ${authorization}`,
    "content-type: application/json",
  ]
  return `${[...fixed, ...rows].join("\r\n")}\r\n\r\n`
}

test("a client that asks before it sends its body is told to send it", async () => {
  const { url } = await stage(json(answered))
  const connection = openRaw(url)
  connection.send(
    head(["expect: 100-continue", "connection: close", `content-length: ${body.length}`]),
  )
  await eventually("100 Continue", () =>
    connection.text().startsWith("HTTP/1.1 100 Continue\r\n\r\n"),
  )
  connection.send(body)
  const text = await connection.closed
  expect(parseAnswers(text.slice("HTTP/1.1 100 Continue\r\n\r\n".length))[0]?.status).toBe(200)
})

test("a client that expects something else is refused", async () => {
  const { upstream, url } = await stage(json(answered))
  const rows = ["expect: miracles", "connection: close", `content-length: ${body.length}`]
  const [answer] = parseAnswers(await sendRaw(url, head(rows) + body))
  expect([200, 417]).toContain(answer?.status)
  expect(upstream.received.length).toBe(answer?.status === 200 ? 1 : 0)
})

test("a client of HTTP/1.0 gets a stream without chunks, and its end with the connection's", async () => {
  const { url } = await stage(events([chunk("a"), done]))
  const text = JSON.stringify({ ...chat, stream: true })
  const line = "POST /v1/chat/completions HTTP/1.0"
  const received = await sendRaw(url, head([`content-length: ${text.length}`], line) + text)
  expect(received.toLowerCase()).not.toContain("transfer-encoding")
  expect(received.endsWith(chunk("a") + done)).toBe(true)
})

test.each(["websocket", "h2c"])(
  "an upgrade to %s is not made, and does not hang",
  async (protocol) => {
    const { url } = await stage(json(answered))
    const rows = [
      "connection: upgrade, close",
      `upgrade: ${protocol}`,
      "sec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==",
      "content-length: 0",
    ]
    const received = await sendRaw(url, head(rows, "GET /health HTTP/1.1"))
    expect(received).not.toMatch(/^HTTP\/1\.1 101/)
  },
)

test("a tunnel is not made", async () => {
  const { upstream, url } = await stage(json(answered))
  const { host } = new URL(upstream.url)
  const received = await sendRaw(
    url,
    `CONNECT ${host} HTTP/1.1\r\nhost: ${host}\r\n\r\nGET / HTTP/1.1\r\n\r\n`,
  )
  expect(received).not.toMatch(/^HTTP\/1\.1 2/)
  expect(upstream.received).toEqual([])
})

describe.each(runtimes)("on $name", (runtime) => {
  test("HEAD is GET without its body", async () => {
    const { ask } = await stage(json(answered), {}, runtime)
    const answer = await ask("/health", { method: "HEAD" })
    expect([answer.status, await answer.text()]).toEqual([200, ""])
  })

  test.each(["PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND"])(
    "%s is no method of any route",
    async (method) => {
      const { upstream, ask } = await stage(json(answered), {}, runtime)
      for (const path of ["/v1/chat/completions", "/v1/models", "/health"]) {
        const answer = await ask(path, { method })
        await answer.text()
        expect([path, [404, 405].includes(answer.status)]).toEqual([path, true])
      }
      expect(upstream.received).toEqual([])
    },
  )

  test.each([
    "garbage",
    "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
    "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
    "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
    "00-4BF92F3577B34DA6A3CE929D0E0E4736-00F067AA0BA902B7-01",
    "",
  ])('a trace that is none ("%s") begins a new one', async (traceparent) => {
    const { upstream, post } = await stage(json(answered), {}, runtime)
    await (await post("/v1/chat/completions", chat, { headers: { traceparent } })).text()
    const passed = upstream.received[0]?.headers["traceparent"] ?? ""
    expect(passed).toMatch(/^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-0[01]$/)
    expect(passed).not.toBe(traceparent)
  })
})
