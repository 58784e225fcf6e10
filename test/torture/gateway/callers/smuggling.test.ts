import { describe, expect, test } from "vitest"
import { completion, json } from "../support/scripts.ts"
import { openRaw, parseAnswers, sendRaw } from "../support/raw-client.ts"
import { authorization, chat, runtimes, stage } from "../support/stage.ts"

// Group 8: a request means one thing to everybody on its way, and reaches declared routes only.

const answered = completion("hello")
const body = JSON.stringify(chat)
const smuggled = `POST /v1/embeddings HTTP/1.1\r\nhost: g\r\nauthorization: ${authorization}\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}`

/** A head with the key, without a length, and without its end. */
function head(path = "/v1/chat/completions", rows: readonly string[] = []): string {
  return [
    `POST ${path} HTTP/1.1`,
    "host: gateway",
    `authorization: ${authorization}`,
    "content-type: application/json",
    ...rows,
  ].join("\r\n")
}

const chunked = `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`

describe("a request whose end is in doubt is refused, and what is behind it is not taken for another", () => {
  test.each([
    {
      what: "a length and chunks",
      bytes: `${head(undefined, ["content-length: 4", "transfer-encoding: chunked"])}\r\n\r\n${chunked}${smuggled}`,
    },
    {
      what: "chunks and a length",
      bytes: `${head(undefined, ["transfer-encoding: chunked", "content-length: 4"])}\r\n\r\n${chunked}${smuggled}`,
    },
    {
      what: "two lengths",
      bytes: `${head(undefined, ["content-length: 2", `content-length: ${body.length}`])}\r\n\r\n${body}${smuggled}`,
    },
    {
      what: "a length that is a list",
      bytes: `${head(undefined, [`content-length: ${body.length}, 2`])}\r\n\r\n${body}${smuggled}`,
    },
    {
      what: "a length with a sign",
      bytes: `${head(undefined, [`content-length: +${body.length}`])}\r\n\r\n${body}${smuggled}`,
    },
    {
      what: "a folded transfer-encoding",
      bytes: `${head(undefined, ["transfer-encoding:\r\n chunked", "content-length: 4"])}\r\n\r\n${chunked}${smuggled}`,
    },
    {
      what: "an unknown transfer-encoding",
      bytes: `${head(undefined, ["transfer-encoding: xchunked"])}\r\n\r\n${chunked}${smuggled}`,
    },
    {
      what: "chunked that is not the last encoding",
      bytes: `${head(undefined, ["transfer-encoding: chunked, identity"])}\r\n\r\n${chunked}${smuggled}`,
    },
    {
      what: "a space before a colon",
      bytes: `${head(undefined, [`content-length : ${body.length}`])}\r\n\r\n${body}${smuggled}`,
    },
    {
      what: "a chunk size that overflows",
      bytes: `${head(undefined, ["transfer-encoding: chunked"])}\r\n\r\n10000000000000001\r\n${body}\r\n0\r\n\r\n${smuggled}`,
    },
    {
      what: "line feeds alone",
      bytes: `${head(undefined, [`content-length: ${body.length}`]).replaceAll("\r\n", "\n")}\n\n${body}${smuggled}`,
    },
    {
      what: "a NUL in a header",
      bytes: `${head(undefined, ["x-nul: a\0b", `content-length: ${body.length}`])}\r\n\r\n${body}${smuggled}`,
    },
    {
      what: "two hosts",
      bytes: `${head(undefined, ["host: other", `content-length: ${body.length}`])}\r\n\r\n${body}${smuggled}`,
    },
    {
      what: "the same host twice, in other letters",
      bytes: `${head(undefined, ["HOST: gateway", `content-length: ${body.length}`])}\r\n\r\n${body}${smuggled}`,
    },
    {
      what: "no host",
      bytes: `POST /v1/chat/completions HTTP/1.1\r\nauthorization: ${authorization}\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    },
  ])("$what", async ({ bytes }) => {
    const { upstream, url } = await stage(json(answered))
    const [first, ...others] = parseAnswers(await sendRaw(url, bytes))
    expect(first?.status).toBe(400)
    expect(others).toEqual([])
    expect(upstream.received).toEqual([])
  })
})

const requestOf = (user: string, rows: readonly string[]) => {
  const text = JSON.stringify({ ...chat, user })
  return `${head(undefined, [...rows, `content-length: ${text.length}`])}\r\n\r\n${text}`
}

test("a refused host leaves the answers before it as they are", async () => {
  const { url } = await stage(({ response, body: text }) => response.end(text))
  const answers = parseAnswers(
    await sendRaw(url, requestOf("1", []) + requestOf("2", ["Host: other"]) + requestOf("3", [])),
  )
  expect(answers.map(({ status }) => status)).toEqual([200, 400])
})

test("requests behind one another on a connection are answered one by one, in their order", async () => {
  const { upstream, url } = await stage(({ response, body: text }) => response.end(text))
  const answers = parseAnswers(
    await sendRaw(
      url,
      requestOf("1", []) + requestOf("2", []) + requestOf("3", ["connection: close"]),
    ),
  )
  expect(answers.map((answer) => /"user":"(\d)"/.exec(answer.body)?.[1])).toEqual(["1", "2", "3"])
  expect(upstream.received).toHaveLength(3)
})

describe("a path reaches the route that it names, or none", () => {
  test.each([
    "/v1/../v1/chat/completions/../../admin",
    "/v1/%2e%2e/admin",
    "/v1/..%2fadmin",
    "/v1/chat%2fcompletions",
    "/v1/chat/completions/",
    "/v1//chat/completions",
    "//v1/chat/completions",
    "//evil.example/v1/chat/completions",
    "/v1/chat/completions;a=b",
    "/V1/CHAT/COMPLETIONS",
    "/v1/chat/completions%00",
    "/v1/chat/completions%0d%0ax-injected:%201",
    "\\v1\\chat\\completions",
    "/v1/unknown",
    "/",
    "*",
  ])("%s", async (path) => {
    const { upstream, url } = await stage(json(answered))
    const bytes = `${head(path, ["connection: close", `content-length: ${body.length}`])}\r\n\r\n${body}`
    const [answer] = parseAnswers(await sendRaw(url, bytes))
    // What a path comes down to may be a route; nothing but a route is ever asked for.
    expect(
      upstream.received
        .map((request) => request.path)
        .filter((asked) => asked !== "/v1/chat/completions"),
    ).toEqual([])
    expect([200, 400, 404, 405]).toContain(answer?.status)
    expect(answer?.status === 200).toBe(upstream.received.length === 1)
    expect(answer?.headers.has("x-injected")).toBe(false)
  })

  test("an absolute address does not choose the upstream", async () => {
    const { upstream, url } = await stage(json(answered))
    const other = await stage(json(answered))
    const bytes = `${head(`${other.upstream.url}/v1/chat/completions`, ["connection: close", `content-length: ${body.length}`])}\r\n\r\n${body}`
    await sendRaw(url, bytes)
    expect(other.upstream.received).toEqual([])
    expect(upstream.received.every(({ path }) => path === "/v1/chat/completions")).toBe(true)
  })

  test("a query goes on only as a query", async () => {
    const { upstream, post } = await stage(json(answered))
    await post("/v1/chat/completions?a=/../admin&b=%0d%0a", chat)
    expect(upstream.received.map(({ path }) => path.split("?")[0])).toEqual([
      "/v1/chat/completions",
    ])
  })
})

describe.each(runtimes)("headers, on $name", (runtime) => {
  test("of the caller go no further than they have to", async () => {
    const { upstream, post } = await stage(json(answered), { UPSTREAM_TOKEN: "up" }, runtime)
    await post("/v1/chat/completions", chat, {
      headers: {
        "x-api-key": "another-key",
        cookie: "session=1",
        "x-forwarded-for": "203.0.113.7",
        "x-forwarded-host": "evil.example",
        forwarded: "for=203.0.113.7",
        "x-real-ip": "203.0.113.7",
        "modal-key": "wk-of-the-caller",
        "x-internal": "1",
        "proxy-authorization": "Basic eA==",
        traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
      },
    })
    const [received] = upstream.received
    expect(received?.headers.authorization).toBe("Bearer up")
    expect(received?.headers["traceparent"]).toMatch(
      /^00-4bf92f3577b34da6a3ce929d0e0e4736-[0-9a-f]{16}-01$/,
    )
    const passed = Object.keys(received?.headers ?? {})
    for (const name of [
      "x-api-key",
      "cookie",
      "x-forwarded-for",
      "x-forwarded-host",
      "forwarded",
      "x-real-ip",
      "modal-key",
      "x-internal",
      "proxy-authorization",
    ])
      expect(passed).not.toContain(name)
  })

  test("of the upstream: no cookie, no server, no length that is not true any more", async () => {
    const { post } = await stage(
      json(answered, 200, {
        "set-cookie": "session=of-the-upstream",
        "x-api-key": "of-the-upstream",
        server: "uvicorn",
        connection: "x-hop",
        "x-hop": "1",
      }),
      {},
      runtime,
    )
    const answer = await post("/v1/chat/completions", chat)
    expect(await answer.json()).toEqual(answered)
    expect(answer.headers.get("x-aidep-deployment")).toBe("d-1")
    for (const name of ["set-cookie", "x-api-key", "server", "x-hop"])
      expect(answer.headers.get(name)).toBeNull()
  })

  test("a request id is the caller's own only where it is one short word", async () => {
    const { ask } = await stage(json(answered), {}, runtime)
    const idFor = async (id: string) =>
      (await ask("/health", { headers: { "x-request-id": id } })).headers.get("x-request-id")
    expect(await idFor("order-7_a.b")).toBe("order-7_a.b")
    for (const odd of ["two words", "x".repeat(65), "<script>", 'a"b', "a,b"]) {
      const id = await idFor(odd)
      expect(id).not.toBe(odd)
      expect(id).toMatch(/^[\w.-]{8,64}$/)
    }
  })
})

test("a header that is named in Connection still counts", async () => {
  const { upstream, url } = await stage(json(answered))
  const bytes = `${head(undefined, ["connection: close, authorization", `content-length: ${body.length}`])}\r\n\r\n${body}`
  const [answer] = parseAnswers(await sendRaw(url, bytes))
  expect([200, 401]).toContain(answer?.status)
  expect(upstream.received.every(({ headers }) => headers.authorization === undefined)).toBe(true)
})

describe("a head that is too large", () => {
  test.each([
    {
      what: "many headers",
      rows: Array.from({ length: 3000 }, (_, index) => `x-${index}: 1`),
      statuses: [431],
    },
    { what: "a long header", rows: [`x-long: ${"x".repeat(64 * 1024)}`], statuses: [431] },
  ])("$what is refused", async ({ rows, statuses }) => {
    const { upstream, url } = await stage(json(answered))
    const connection = openRaw(url)
    connection.send(
      `${head(undefined, [...rows, `content-length: ${body.length}`])}\r\n\r\n${body}`,
    )
    const [answer] = parseAnswers(await connection.closed)
    expect(statuses).toContain(answer?.status)
    expect(upstream.received).toEqual([])
  })

  test("a long address is refused", async () => {
    const { upstream, ask } = await stage(json(answered))
    const answer = await ask(`/v1/models?${"x".repeat(9 * 1024)}`)
    expect(answer.status).toBe(414)
    expect(upstream.received).toEqual([])
  })
})
