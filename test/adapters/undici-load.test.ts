import { once } from "node:events"
import { createServer, type RequestListener } from "node:http"
import { createServer as createSecureServer } from "node:https"
import type { AddressInfo, Server } from "node:net"
import { describe, expect, onTestFinished, test } from "vitest"
import { undiciLoad } from "../../src/adapters/undici-load.ts"
import type { LoadPlan, LoadResult } from "../../src/ports/load.ts"
import { selfSignedCertificate } from "../support/self-signed-certificate.ts"

const usual = { count: 20, ratePerSecond: 200, timeoutMs: 20_000, connections: 50 } as const

describe("an open loop", () => {
  test("sends the requests in turn and on connections that are kept", async () => {
    const asked: string[] = []
    const ports = new Set<number | undefined>()
    const origin = await httpServer(({ method, url, socket, headers }, response) => {
      asked.push(`${method} ${url} ${String(headers["x-api-key"])}`)
      ports.add(socket.remotePort)
      response.end("fine")
    })
    const results = await run({
      requests: [
        { method: "GET", url: `${origin}/a?b=1`, headers: { "x-api-key": "k" } },
        { method: "POST", url: `${origin}/c`, headers: {}, body: "{}" },
      ],
    })
    expect(asked.filter((one) => one === "GET /a?b=1 k")).toHaveLength(10)
    expect(asked.filter((one) => one === "POST /c undefined")).toHaveLength(10)
    expect(ports.size).toBeLessThan(20)
    expect(results.map(({ request }) => request)).toEqual(asked.map((_, index) => index % 2))
    expect(answersOf(results).map(({ body }) => body)).toEqual(asked.map(() => "fine"))
  })

  test("does not wait for answers: all requests are sent while none has been answered", async () => {
    const held: (() => void)[] = []
    const origin = await httpServer((_request, response) => {
      held.push(() => response.end())
      if (held.length === 20) held.forEach((answer) => answer())
    })
    const results = await run({ requests: [get(origin)] })
    expect(answersOf(results)).toHaveLength(20)
  })

  test("counts the time from when a request was due, also while it waits for a connection", async () => {
    const origin = await httpServer((_request, response) => {
      setTimeout(() => response.end(), 30)
    })
    const results = await run({ requests: [get(origin)], connections: 1, count: 10 })
    // Due every 5 ms and answered one after the other, each 30 ms later: the tenth is due at 45 ms, answered after 300.
    const totals = results.map(({ outcome }) => outcome.timings.totalMs)
    for (const [index, totalMs] of totals.entries())
      expect(totalMs).toBeGreaterThanOrEqual((index + 1) * 29 - index * 5)
    expect(results.filter(({ queued }) => queued).length).toBeGreaterThanOrEqual(8)
  })

  test("tells when each request was due", async () => {
    const origin = await httpServer((_request, response) => response.end())
    const results = await run({ requests: [get(origin)], ratePerSecond: 100, count: 5 })
    expect(results.map(({ dueMs }) => dueMs)).toEqual([0, 10, 20, 30, 40])
    for (const { lateMs } of results) expect(lateMs).toBeGreaterThanOrEqual(0)
  })

  test("sees when a stream begins and when each part of it comes", async () => {
    const origin = await httpServer((_request, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" })
      response.write("data: one\n\n")
      setTimeout(() => response.end("data: two\n\n"), 20)
    })
    const [result] = await run({ requests: [get(origin)], count: 1 })
    const { chunks = [] } = answersOf(result === undefined ? [] : [result])[0] ?? {}
    expect(chunks.map(({ bytes }) => bytes)).toEqual([11, 11])
    expect((chunks[1]?.atMs ?? 0) - (chunks[0]?.atMs ?? 0)).toBeGreaterThanOrEqual(15)
  })
})

describe("what goes wrong", () => {
  test("a server that never answers is a time-out of as long", async () => {
    const origin = await httpServer(() => undefined)
    const results = await run({ requests: [get(origin)], count: 3, timeoutMs: 50 })
    for (const { outcome } of results) {
      expect(outcome).toMatchObject({ status: "failed", kind: "timed-out" })
      expect(outcome.timings.totalMs).toBeGreaterThanOrEqual(49)
    }
  })

  test("a request that gets no connection in time is a time-out, too", async () => {
    const origin = await httpServer(() => undefined)
    const results = await run({ requests: [get(origin)], count: 3, timeoutMs: 50, connections: 1 })
    expect(results.map(({ outcome }) => outcome.status)).toEqual(["failed", "failed", "failed"])
  })

  test.each([
    ["that cuts off its answer", "cut"],
    ["that answers for ever", "too-large"],
    ["with a broken certificate", "tls"],
    ["that is not there", "refused"],
  ])("a server %s is told as that: %s", async (title, kind) => {
    const requests = [get(await faulty(title))]
    const results = await run({ requests, count: 3, maxBodyBytes: 1000 })
    expect(results.map(({ outcome }) => outcome)).toEqual(
      Array.from({ length: 3 }, () => expect.objectContaining({ status: "failed", kind })),
    )
  })

  test("an interruption ends what is on the way and sends no more", async () => {
    const interruption = new AbortController()
    const origin = await httpServer(() => interruption.abort())
    const plan = { requests: [get(origin)], ratePerSecond: 20, count: 1000 }
    const results = await run({ ...plan, signal: interruption.signal })
    expect(results.length).toBeLessThan(1000)
    expect(results.map(({ outcome }) => outcome)).toContainEqual(
      expect.objectContaining({ status: "failed", kind: "aborted" }),
    )
  })

  test("an interruption before the first request sends none", async () => {
    expect(
      await run({ requests: [get("http://127.0.0.1:1")], signal: AbortSignal.abort() }),
    ).toEqual([])
  })
})

async function run(plan: Partial<LoadPlan> & Pick<LoadPlan, "requests">) {
  const results: LoadResult[] = []
  await undiciLoad().run({ ...usual, ...plan }, (result) => results.push(result))
  return results.toSorted((a, b) => a.dueMs - b.dueMs)
}

function get(origin: string) {
  return { method: "GET", url: `${origin}/`, headers: {} }
}

function answersOf(results: readonly LoadResult[]) {
  return results.flatMap(({ outcome }) => (outcome.status === "answered" ? [outcome.answer] : []))
}

async function faulty(title: string): Promise<string> {
  switch (title) {
    case "that cuts off its answer":
      return await httpServer(({ socket }, response) => {
        response.writeHead(200, { "content-length": "10" })
        response.write("five.", () => socket.destroy())
      })
    case "that answers for ever":
      return await httpServer((_request, response) => {
        const write = (): void => {
          if (!response.destroyed) response.write("x".repeat(600), () => setImmediate(write))
        }
        write()
      })
    case "with a broken certificate": {
      const { key, certificate } = selfSignedCertificate("localhost")
      const server = createSecureServer({ key, cert: certificate }, (_request, response) => {
        response.end()
      })
      return `https://localhost:${await listen(server)}`
    }
    default:
      return "http://127.0.0.1:1"
  }
}

async function httpServer(listener: RequestListener): Promise<string> {
  return `http://127.0.0.1:${await listen(createServer(listener))}`
}

async function listen(server: Server & { closeAllConnections?: () => void }): Promise<number> {
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  onTestFinished(() => {
    server.close()
    server.closeAllConnections?.()
  })
  const { port } = server.address() as AddressInfo
  return port
}
