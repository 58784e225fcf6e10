import type { LookupFunction, Socket } from "node:net"
import { describe, expect, test } from "vitest"
import { systemClock } from "../../../src/adapters/system-clock.ts"
import { undiciProber } from "../../../src/adapters/undici-prober.ts"
import type { Prober } from "../../../src/ports/prober.ts"
import { type CheckRun, runChecks } from "../../../src/workflows/check/run-checks.ts"
import { httpServer, socketServer } from "../../adapters/undici-prober/loopback-servers.ts"
import { parsedText } from "../../support/parse-text.ts"

const ok = "HTTP/1.1 200 OK\r\n"

/** Begins every answer in the same way and goes on in its own. */
const answering = (go: (socket: Socket) => void) => (socket: Socket) => {
  socket.once("data", () => go(socket))
}

const everyMillisecond = (socket: Socket, text: string) => {
  const timer = setInterval(() => socket.write(text), 1)
  socket.once("close", () => clearInterval(timer))
}

const endless = (socket: Socket, part: string) => {
  const more = (): void => {
    while (!socket.destroyed && socket.write(part));
    socket.once("drain", more)
  }
  more()
}

describe("a server that", () => {
  test.each([
    ["takes no notice", "check/never-answered", () => undefined],
    [
      "announces an answer for ever",
      "check/never-answered",
      answering((socket) => everyMillisecond(socket, "HTTP/1.1 103 Early Hints\r\n\r\n")),
    ],
    [
      "drips headers",
      "check/never-answered",
      answering((socket) => {
        socket.write(`${ok}x-drip: `)
        everyMillisecond(socket, "a")
      }),
    ],
    [
      "drips a body byte by byte",
      "check/unfinished-answer",
      answering((socket) => {
        socket.write(`${ok}content-length: 100000\r\n\r\n`)
        everyMillisecond(socket, "a")
      }),
    ],
    [
      "streams for ever",
      "check/unfinished-answer",
      answering((socket) => {
        socket.write(`${ok}content-type: text/event-stream\r\n\r\n`)
        everyMillisecond(socket, "data: more\n\n")
      }),
    ],
    ["resets the connection", "check/cut-answer", answering((socket) => socket.resetAndDestroy())],
    [
      "resets it in the middle",
      "check/cut-answer",
      answering((socket) => {
        socket.write(`${ok}content-length: 10\r\n\r\nhalf`, () => socket.resetAndDestroy())
      }),
    ],
    [
      "promises more than it sends",
      "check/cut-answer",
      answering((socket) => socket.end(`${ok}content-length: 10\r\n\r\nhalf`)),
    ],
    [
      "gives two lengths",
      "check/not-http",
      answering((socket) => socket.end(`${ok}content-length: 1\r\ncontent-length: 2\r\n\r\nab`)),
    ],
    [
      "gives a length and sends chunks",
      "check/not-http",
      answering((socket) =>
        socket.end(`${ok}content-length: 9\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`),
      ),
    ],
    [
      "has headers without an end",
      "check/not-http",
      answering((socket) => {
        socket.write(ok)
        endless(socket, "x-long: " + "a".repeat(1000) + "\r\n")
      }),
    ],
  ])("%s: %s", async (_title, code, listener) => {
    const result = await checked(await socketServer(listener))
    expect(result?.findings.map((finding) => finding.code)).toEqual([code])
    expect(result?.findings[0]?.hint).toMatch(/\.$/)
  })

  test("sends a gigabyte is not listened to for long", async () => {
    let sent = 0
    const gone = Promise.withResolvers<void>()
    const result = await checked(
      await socketServer(
        answering((socket) => {
          socket.once("close", () => {
            sent = socket.bytesWritten
            gone.resolve()
          })
          socket.write(`${ok}content-length: 1073741824\r\n\r\n`)
          endless(socket, "x".repeat(65_536))
        }),
      ),
    )
    expect(result?.findings.map(({ code }) => code)).toEqual(["check/too-large-answer"])
    await gone.promise
    expect(sent).toBeLessThan(64 * 1024 * 1024)
  })

  test("redirects in a circle is asked once at each address", async () => {
    const asked: string[] = []
    const origin = await httpServer((request, response) => {
      asked.push(request.url ?? "")
      response.writeHead(302, { location: request.url === "/" ? "/login" : "/" }).end()
    })
    const result = await checked(origin, { fields: "redirects: 20" })
    expect(result?.messages).toEqual([
      `It leads in a circle: ${origin}/ → ${origin}/login → ${origin}/.`,
    ])
    expect(result?.findings.map(({ code }) => code)).toEqual(["check/redirect-loop"])
    expect(asked).toEqual(["/", "/login"])
  })

  test("redirects on and on is followed so often", async () => {
    const origin = await httpServer((request, response) => {
      const next = Number(request.url?.slice(1)) + 1
      response.writeHead(307, { location: `/${next}` }).end()
    })
    const result = await checked(origin, { fields: "redirects: 3" })
    expect(result?.findings.map(({ code }) => code)).toEqual(["check/too-many-redirects"])
    expect(result?.messages[0]).toBe(`After 3 redirects it still leads on, to "${origin}/4".`)
  })

  test.each(["text/plain", "application/json", "text/event-stream"])(
    "cuts a letter in two: %s",
    async (type) => {
      const origin = await httpServer((_request, response) => {
        response.writeHead(200, { "content-type": type })
        response.end(Buffer.from([0x22, 0xc3, 0x22]))
      })
      const result = await checked(origin, { expect: "text: hello" })
      expect(result?.findings.map(({ code }) => code)).toEqual([
        "check/broken-text",
        "check/unexpected-answer",
      ])
    },
  )

  test("names its character set has whole text", async () => {
    const origin = await httpServer((_request, response) => {
      response.writeHead(200, { "content-type": "text/plain; charset=iso-8859-1" })
      response.end(Buffer.from("grün", "latin1"))
    })
    expect((await checked(origin, { expect: "text: grün" }))?.findings).toEqual([])
  })

  test("sends a picture sends no broken text", async () => {
    const origin = await httpServer((_request, response) => response.end(Buffer.from([0xff, 0xd8])))
    expect((await checked(origin))?.findings).toEqual([])
  })
})

describe("a public name", () => {
  test("that leads to a private address is not asked", async () => {
    let asked = 0
    const origin = await httpServer((_request, response) => {
      asked += 1
      response.end("the metadata of this machine")
    })
    const { port } = new URL(origin)
    const prober = undiciProber({ lookup: leadsTo("127.0.0.1") })
    const result = await checked(`http://api.example.com:${port}`, { prober })
    expect(result?.findings.map(({ code }) => code)).toEqual(["check/private-address"])
    expect(result?.messages[0]).toBe(
      `"api.example.com:${port}" leads to 127.0.0.1, an address of a private network, and nothing was sent there.`,
    )
    expect(asked).toBe(0)
  })

  test("is asked where private addresses are meant", async () => {
    const origin = await httpServer((_request, response) => response.end("hello"))
    const { port } = new URL(origin)
    const prober = undiciProber({ lookup: leadsTo("127.0.0.1") })
    const address = `http://api.example.com:${port}`
    const result = await checked(address, { prober, privateAddresses: "allowed" })
    expect(result?.findings).toEqual([])
  })
})

/** Resolves every name to one address. */
function leadsTo(address: string): LookupFunction {
  return (_hostname, options, callback) =>
    options.all === true ? callback(null, [{ address, family: 4 }]) : callback(null, address, 4)
}

interface Attempt {
  readonly fields?: string
  readonly expect?: string
  readonly prober?: Prober
  readonly privateAddresses?: CheckRun["privateAddresses"]
}

const secret = () => undefined

/** Long enough for loopback, and short where only the end of the time can end a probe. */
const mostMs = 300

async function checked(address: string, attempt: Attempt = {}) {
  const { fields, expect: expected = "", prober = undiciProber() } = attempt
  const { manifest } = parsedText(`version: 1
name: shop
services: { api: { kind: web, source: ./api, targets: [fly] } }
checks: [{ name: a, service: api, request: GET /, ${fields === undefined ? "" : `${fields}, `}expect: { ${expected} } }]
`)
  const hasty: Prober = {
    probe: async (request, options) =>
      await prober.probe(request, {
        ...options,
        totalTimeoutMs: Math.min(options.totalTimeoutMs, mostMs),
      }),
  }
  const [result] = await runChecks(
    {
      checks: manifest.checks ?? [],
      addresses: new Map([["api", address]]),
      credentialSource: (service) => ({ service, environment: "p", external: false, secret }),
      privateAddresses: attempt.privateAddresses ?? "refused",
    },
    { prober: hasty, clock: systemClock },
  )
  return result
}
