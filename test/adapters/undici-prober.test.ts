import { once } from "node:events"
import { createServer, type RequestListener } from "node:http"
import { createServer as createSecureServer } from "node:https"
import {
  createServer as createSocketServer,
  type AddressInfo,
  type Server,
  type Socket,
} from "node:net"
import { describe, expect, onTestFinished, test } from "vitest"
import { undiciProber } from "../../src/adapters/undici-prober.ts"
import type { ProbeOptions, ProbeOutcome } from "../../src/ports/prober.ts"
import { selfSignedCertificate } from "../support/self-signed-certificate.ts"

const prober = undiciProber()

describe("a whole answer", () => {
  test("has status, headers, body and timings in their order", async () => {
    const origin = await httpServer((_request, response) => {
      response.writeHead(418, { "X-Kind": ["a", "b"], "Content-Type": "text/plain" })
      response.end("grüß")
    })
    const { answer, timings } = answered(await probe(`${origin}/teapot`))
    expect(answer).toMatchObject({
      url: `${origin}/teapot`,
      statusCode: 418,
      headers: { "x-kind": "a, b", "content-type": "text/plain" },
      body: "grüß",
    })
    const { connectMs = -1, firstByteMs = -1, totalMs } = timings
    expect(connectMs).toBeGreaterThanOrEqual(0)
    expect(firstByteMs).toBeGreaterThanOrEqual(connectMs)
    expect(totalMs).toBeGreaterThanOrEqual(firstByteMs)
  })

  test("comes to a request with its method, headers, path, query and body", async () => {
    const origin = await httpServer((request, response) => {
      request.setEncoding("utf8")
      const parts: string[] = []
      request.on("data", (part) => parts.push(String(part)))
      request.on("end", () => {
        const { method, url, headers } = request
        const { "x-api-key": key, connection } = headers
        response.end(JSON.stringify({ method, url, key, connection, body: parts.join("") }))
      })
    })
    const { answer } = answered(
      await prober.probe(
        {
          method: "POST",
          url: `${origin}/v1/generate?debug=1`,
          headers: { "x-api-key": "k" },
          body: '{"prompt":"hello"}',
        },
        { totalTimeoutMs },
      ),
    )
    expect(JSON.parse(answer.body)).toEqual({
      method: "POST",
      url: "/v1/generate?debug=1",
      key: "k",
      connection: "close",
      body: '{"prompt":"hello"}',
    })
  })

  test("is asked for on a connection of its own each time", async () => {
    const connections = new Set<Socket>()
    const origin = await httpServer((request, response) => {
      connections.add(request.socket)
      response.end("ok")
    })
    await probe(origin)
    await probe(origin)
    expect(connections.size).toBe(2)
  })

  test("may be empty, announced by 1xx, or end with the connection", async () => {
    const origin = await socketServer((socket) => {
      socket.write("HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n")
      socket.end("HTTP/1.1 200 OK\r\nx-a: 1\r\n\r\nuntil the end")
    })
    const { answer } = answered(await probe(origin))
    expect(answer).toMatchObject({
      statusCode: 200,
      headers: { "x-a": "1" },
      body: "until the end",
    })
    const empty = await httpServer((_request, response) => response.writeHead(204).end())
    expect(answered(await probe(empty)).answer).toMatchObject({ statusCode: 204, body: "" })
  })

  test("keeps the parts of a stream with their sizes and times", async () => {
    const gate = Promise.withResolvers<void>()
    const origin = await httpServer((_request, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" })
      response.write("data: one\n\n")
      void gate.promise.then(() => response.end("data: [DONE]\n\n"))
    })
    const pending = probe(origin)
    setTimeout(gate.resolve, 20)
    const { answer } = answered(await pending)
    expect(answer.body).toBe("data: one\n\ndata: [DONE]\n\n")
    expect(answer.chunks.map(({ bytes }) => bytes)).toEqual([11, 14])
    const [first, second] = answer.chunks
    expect(second?.atMs).toBeGreaterThan(first?.atMs ?? Infinity)
  })

  test("comes from a given address under the name of the URL", async () => {
    const origin = await httpServer((request, response) => response.end(request.headers.host))
    const { port } = new URL(origin)
    const url = `http://api.example.invalid:${port}/`
    const { answer } = answered(await probe(url, { address: "127.0.0.1" }))
    expect(answer.body).toBe(`api.example.invalid:${port}`)
  })
})

describe("redirects", () => {
  const secret = { authorization: "Bearer secret", "x-trace": "1", accept: "text/plain" }

  test("are answers unless they are asked for", async () => {
    const origin = await redirectingServer()
    expect(answered(await probe(`${origin}/moved`)).answer).toMatchObject({
      statusCode: 302,
      headers: { location: "/end" },
    })
    const { answer } = answered(await probe(`${origin}/moved`, { redirects: 1 }))
    expect(answer).toMatchObject({ url: `${origin}/end`, statusCode: 200 })
  })

  test("are followed so often and no further", async () => {
    const origin = await redirectingServer()
    const { answer } = answered(await probe(`${origin}/circle`, { redirects: 3 }))
    expect(answer).toMatchObject({ url: `${origin}/circle`, statusCode: 302 })
  })

  test.each([
    [303, { method: "GET", body: "" }],
    [302, { method: "GET", body: "" }],
    [307, { method: "POST", body: "hello" }],
  ])("after a POST: %i", async (status, expected) => {
    const origin = await redirectingServer()
    const outcome = await prober.probe(
      { method: "POST", url: `${origin}/to/${status}`, headers: secret, body: "hello" },
      { totalTimeoutMs, redirects: 1 },
    )
    expect(JSON.parse(answered(outcome).answer.body)).toMatchObject({
      ...expected,
      authorization: "Bearer secret",
    })
  })

  test("take no credentials to another origin", async () => {
    const other = await redirectingServer()
    const origin = await httpServer((_request, response) =>
      response.writeHead(302, { location: `${other}/end` }).end(),
    )
    const outcome = await prober.probe(
      { method: "GET", url: origin, headers: secret },
      { totalTimeoutMs, redirects: 1 },
    )
    const body: unknown = JSON.parse(answered(outcome).answer.body)
    expect(body).toEqual({ method: "GET", body: "", accept: "text/plain" })
  })

  test("that lead to no HTTP address are answers", async () => {
    const origin = await httpServer((_request, response) =>
      response.writeHead(302, { location: "file:///etc/passwd" }).end(),
    )
    expect(answered(await probe(origin, { redirects: 5 })).answer.statusCode).toBe(302)
  })
})

describe("failures are answers too", () => {
  test("nothing listens", async () => {
    const port = await freePort()
    expect(await failure(probe(`http://127.0.0.1:${port}`))).toEqual({
      kind: "refused",
      phase: "connect",
      reason: `Nothing listens at "127.0.0.1:${port}": the connection was refused.`,
      partial: undefined,
    })
  })

  test("a name that does not exist", async () => {
    const { kind, phase, reason } = await failure(probe("http://nowhere.invalid/"))
    expect({ kind, phase }).toEqual({ kind: "dns", phase: "connect" })
    expect(reason).toMatch(/^The name of "nowhere\.invalid" cannot be resolved \(E\w+\)\.$/)
  })

  test("a connection that closes before an answer, and only one is opened", async () => {
    const opened: Socket[] = []
    const origin = await socketServer((socket) => {
      opened.push(socket)
      socket.once("data", () => socket.destroy())
    })
    expect(await failure(probe(origin))).toMatchObject({ kind: "cut", phase: "first-byte" })
    expect(opened).toHaveLength(1)
  })

  test("a connection that closes at once is not opened again", async () => {
    const opened: Socket[] = []
    const origin = await socketServer((socket) => {
      opened.push(socket)
      socket.destroy()
    })
    expect((await failure(probe(origin))).kind).toBe("cut")
    expect(opened).toHaveLength(1)
  })

  test.each([
    ["content-length: 100\r\n\r\nhalf an ans", "half an ans"],
    ["transfer-encoding: chunked\r\n\r\n4\r\nhalf\r\n", "half"],
  ])("an answer that is cut keeps what had arrived: %j", async (rest, body) => {
    const origin = await socketServer((socket) => {
      socket.once("data", () => socket.end(`HTTP/1.1 200 OK\r\n${rest}`))
    })
    expect(await failure(probe(origin))).toMatchObject({
      kind: "cut",
      phase: "body",
      reason: expect.stringMatching(/^"127\.0\.0\.1:\d+" closed the connection in the middle/),
      partial: { statusCode: 200, body },
    })
  })

  test("what is not HTTP", async () => {
    const origin = await socketServer((socket) => {
      socket.once("data", () => socket.end("220 mail.example.com ESMTP\r\n"))
    })
    expect((await failure(probe(origin))).kind).toBe("malformed")
  })

  test("an answer over the limit is not read on", async () => {
    const origin = await httpServer((_request, response) => {
      const more = (): void => {
        while (response.write("x".repeat(1000)));
        response.once("drain", more)
      }
      more()
    })
    const result = await failure(probe(origin, { maxBodyBytes: 5000 }))
    expect(result).toMatchObject({ kind: "too-large", phase: "body" })
    expect(result.reason).toContain("has more than 5,000 bytes.")
    expect(result.partial?.body.length).toBeLessThanOrEqual(5000)
  })

  test("an answer of exactly the limit is whole", async () => {
    const origin = await httpServer((_request, response) => response.end("x".repeat(5000)))
    expect(answered(await probe(origin, { maxBodyBytes: 5000 })).answer.body).toHaveLength(5000)
  })

  test("a server that takes the request and says nothing", async () => {
    const origin = await socketServer(() => undefined)
    expect(await failure(probe(origin, { firstByteTimeoutMs: 50 }))).toMatchObject({
      kind: "timed-out",
      phase: "first-byte",
      reason: expect.stringMatching(/did not begin to answer within 50 ms\.$/),
    })
  })

  test("a server that trickles", async () => {
    const origin = await socketServer((socket) => {
      socket.write("HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n")
      const timer = setInterval(() => socket.write("x"), 5)
      socket.once("close", () => clearInterval(timer))
    })
    const limits = { firstByteTimeoutMs: 5000, totalTimeoutMs: 100 }
    expect(await failure(probe(origin, limits))).toMatchObject({
      kind: "timed-out",
      phase: "body",
      partial: { statusCode: 200 },
    })
  })

  test("a connection that never comes about", async () => {
    // Takes TCP connections and never speaks TLS.
    const origin = await socketServer(() => undefined)
    const url = origin.replace("http:", "https:")
    expect(await failure(probe(url, { connectTimeoutMs: 50 }))).toMatchObject({
      kind: "timed-out",
      phase: "connect",
    })
  })

  test("an interruption, before and during", async () => {
    const controller = new AbortController()
    const origin = await socketServer((socket) => {
      socket.once("data", () => controller.abort())
    })
    const { signal } = controller
    expect(await failure(probe(origin, { signal }))).toMatchObject({
      kind: "aborted",
      phase: "first-byte",
    })
    expect((await failure(probe(origin, { signal }))).kind).toBe("aborted")
  })

  test.each([
    ["no address", "gateway", {}],
    ["another protocol", "ftp://127.0.0.1/", {}],
    ["a header with a line break", "http://127.0.0.1:1/", { "x-api-key": "secret\r\nx-evil: 1" }],
  ])("a request that cannot be sent: %s", async (_title, url, headers) => {
    const outcome = await failure(prober.probe({ method: "GET", url, headers }, { totalTimeoutMs }))
    expect(outcome.kind).toBe("invalid-request")
    expect(outcome.reason).not.toContain("secret")
  })
})

describe("TLS", () => {
  const { key, certificate } = selfSignedCertificate("api.example.invalid")

  test("a certificate that nobody vouches for", async () => {
    const port = await secureServer()
    const url = `https://api.example.invalid:${port}/`
    expect(await failure(probe(url, { address: "127.0.0.1" }))).toMatchObject({
      kind: "tls",
      phase: "connect",
      reason: `No secure connection to "api.example.invalid:${port}" came about: its certificate is signed by itself.`,
    })
  })

  test("a certificate for another name", async () => {
    const port = await secureServer()
    const trusting = undiciProber({ authorities: [certificate] })
    const outcome = await failure(
      trusting.probe(
        { method: "GET", url: `https://other.example.invalid:${port}/`, headers: {} },
        { totalTimeoutMs, address: "127.0.0.1" },
      ),
    )
    expect(outcome.reason).toContain("its certificate is for another name")
  })

  test("a trusted certificate, checked for the name though the address is given", async () => {
    const port = await secureServer()
    const trusting = undiciProber({ authorities: [certificate] })
    const outcome = await trusting.probe(
      { method: "GET", url: `https://api.example.invalid:${port}/`, headers: {} },
      { totalTimeoutMs, address: "127.0.0.1" },
    )
    expect(answered(outcome).answer).toMatchObject({ statusCode: 200, body: "safe" })
  })

  test("a server that speaks plain HTTP", async () => {
    const origin = await httpServer((_request, response) => response.end("plain"))
    expect((await failure(probe(origin.replace("http:", "https:")))).kind).toBe("tls")
  })

  async function secureServer(): Promise<number> {
    const server = createSecureServer({ key, cert: certificate }, (_request, response) =>
      response.end("safe"),
    )
    return await listen(server)
  }
})

/** Long enough that only a hanging test reaches it. */
const totalTimeoutMs = 30_000

async function probe(url: string, options: Partial<ProbeOptions> = {}): Promise<ProbeOutcome> {
  return await prober.probe({ method: "GET", url, headers: {} }, { totalTimeoutMs, ...options })
}

function answered(outcome: ProbeOutcome): Extract<ProbeOutcome, { status: "answered" }> {
  if (outcome.status !== "answered") throw new Error(outcome.reason)
  return outcome
}

async function failure(pending: Promise<ProbeOutcome>) {
  const outcome = await pending
  if (outcome.status !== "failed") throw new Error(`Answered ${outcome.answer.statusCode}.`)
  const { kind, phase, reason, partial } = outcome
  return { kind, phase, reason, partial }
}

async function httpServer(listener: RequestListener): Promise<string> {
  return `http://127.0.0.1:${await listen(createServer(listener))}`
}

async function socketServer(listener: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>()
  const server = createSocketServer((socket) => {
    sockets.add(socket)
    // A probe may give up while the server writes.
    socket.on("error", () => undefined)
    listener(socket)
  })
  onTestFinished(() => sockets.forEach((socket) => socket.destroy()))
  return `http://127.0.0.1:${await listen(server)}`
}

/** `/moved` and `/to/CODE` lead to `/end`, `/circle` to itself; all else tells what was asked. */
async function redirectingServer(): Promise<string> {
  return await httpServer((request, response) => {
    const { url = "", method, headers } = request
    const code = url === "/moved" || url === "/circle" ? "302" : /^\/to\/(\d+)$/.exec(url)?.[1]
    if (code !== undefined) {
      response.writeHead(Number(code), { location: url === "/circle" ? url : "/end" }).end()
      return
    }
    const parts: string[] = []
    request.setEncoding("utf8")
    request.on("data", (part) => parts.push(String(part)))
    request.on("end", () => {
      const { authorization, accept, "x-trace": trace } = headers
      response.end(JSON.stringify({ method, body: parts.join(""), authorization, accept, trace }))
    })
  })
}

async function freePort(): Promise<number> {
  const server = createSocketServer()
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  const port = portOf(server)
  server.close()
  await once(server, "close")
  return port
}

async function listen(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  onTestFinished(() => {
    server.close()
    if ("closeAllConnections" in server && typeof server.closeAllConnections === "function")
      server.closeAllConnections()
  })
  return portOf(server)
}

function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address()
  if (typeof address !== "object" || address === null) throw new Error("It does not listen.")
  return address.port
}
