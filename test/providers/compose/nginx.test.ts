import { once } from "node:events"
import type { IncomingMessage } from "node:http"
import { describe, expect, test } from "vitest"
import { block, directive, printNginx } from "../../../providers/compose/nginx.ts"
import { codes, nginxConf, renderOnCompose, wholeProject } from "./render-compose.ts"
import { nginxProblems, runNginx, upstreamServer } from "./running-nginx.ts"
import { nginx } from "./tools.ts"

describe("an nginx configuration", () => {
  test("ends simple directives and encloses those of a block", () => {
    const text = printNginx([
      directive("pid", "/tmp/nginx.pid"),
      block("http", [], [block("location", ["=", "/a"], [directive("return", "204")])]),
    ])
    expect(text).toBe(
      [
        "pid /tmp/nginx.pid;",
        "http {",
        "    location = /a {",
        "        return 204;",
        "    }",
        "}",
        "",
      ].join("\n"),
    )
  })

  test("quotes what would be grammar", () => {
    expect(printNginx([directive("return", "200", "a b"), directive("", "")])).toBe(
      'return 200 "a b";\n"" "";\n',
    )
    expect(printNginx([block("location", [String.raw`/{x};"\ `], [])])).toContain(
      String.raw`location "/{x};\"\\ " {`,
    )
  })
})

/** Two public services, the second one behind the edge. */
function manifest({ edge = "", options = "" }: { edge?: string; options?: string }): string {
  return `version: 1
name: shop
services:
  site: { kind: web, source: ./site, targets: [cloudflare], port: 3001 }
  api: { kind: web, source: ./api, targets: [cloudflare], port: 3000 }
edge: { target: cloudflare, domain: api.example.com, service: api, ${edge} }
${options}`
}

const conf = (parts: Parameters<typeof manifest>[0]) => nginxConf(renderOnCompose(manifest(parts)))

/** How nginx counts a rate, and what is said about it. */
function rate(requests: string) {
  const rendered = renderOnCompose(manifest({ edge: `rateLimit: { requests: ${requests} }` }))
  const [, found] = /rate=(\S+);/.exec(nginxConf(rendered)) ?? []
  const [, burst] = /burst=(\d+)/.exec(nginxConf(rendered)) ?? []
  return { rate: found, burst, codes: codes(rendered) }
}

describe("the rate limit", () => {
  test("is counted by second where it can be, else by minute", () => {
    expect(rate("100/10s")).toEqual({ rate: "10r/s", burst: "99", codes: [] })
    expect(rate("7/10s")).toEqual({ rate: "42r/m", burst: "6", codes: [] })
    expect(rate("1/60s")).toEqual({ rate: "1r/m", burst: undefined, codes: [] })
  })

  test("is rounded up with a warning where it is no whole number a minute", () => {
    const rendered = renderOnCompose(manifest({ edge: "rateLimit: { requests: 100/1h }" }))
    expect(codes(rendered)).toEqual(["warning compose/rate-rounded"])
    expect(rendered.diagnostics[0]?.message).toContain("100/3600s becomes 2r/m")
  })
})

test("addresses of trusted proxies have to be addresses", () => {
  const options = "platforms: { compose: { trustedProxies: [load-balancer] } }\n"
  const { diagnostics } = renderOnCompose(manifest({ options }))
  expect(diagnostics.map(({ severity }) => severity)).toContain("error")
})

describe.skipIf(nginx.missing)("nginx", () => {
  test("accepts the configuration of every kind of project", () => {
    const whole = nginxConf(renderOnCompose(wholeProject))
    expect(nginxProblems(whole, ["api", "site", "search"])).toBe("")
    const trusted = conf({
      edge: "cache: [{ path: '/a;{b}*', ttl: 60s, public: true }]",
      options:
        "platforms: { compose: { trustedProxies: [10.0.0.0/8, 2001:db8::/32, 127.0.0.1] } }\n",
    })
    expect(nginxProblems(trusted, ["api", "site"])).toBe("")
  })

  test("passes requests on, by host name, and says who asked", async () => {
    await using api = await upstreamServer(({ headers, url }, response) =>
      response.end(JSON.stringify({ service: "api", url, headers })),
    )
    await using site = await upstreamServer((_, response) => response.end("site"))
    await using proxy = await runNginx(conf({}), { api: api.port, site: site.port })
    const { body, headers } = await proxy.get("/v1?x=1", {
      headers: {
        host: "api.example.com",
        "x-forwarded-for": "9.9.9.9",
        "x-forwarded-proto": "https",
      },
    })
    expect(JSON.parse(body)).toMatchObject({
      service: "api",
      url: "/v1?x=1",
      headers: {
        host: "api.example.com",
        "x-forwarded-for": "127.0.0.1",
        "x-forwarded-proto": "http",
      },
    })
    expect(headers["server"]).toBe("nginx")
    expect((await proxy.get("/", { headers: { host: "site.localhost" } })).body).toBe("site")
    expect((await proxy.get("/", { headers: { host: "site.example.org" } })).body).toBe("site")
    expect((await proxy.get("/", { headers: { host: "unknown.test" } })).body).toContain("api")
  })

  test("answers 429 over the limit, by address, and only where the edge stands", async () => {
    await using api = await upstreamServer((_, response) => response.end("api"))
    await using site = await upstreamServer((_, response) => response.end("site"))
    await using proxy = await runNginx(conf({ edge: "rateLimit: { requests: 3/60s }" }), {
      api: api.port,
      site: site.port,
    })
    const statuses = async (count: number, options: Parameters<typeof proxy.get>[1]) => {
      const answers = await Promise.all(
        Array.from({ length: count }, () => proxy.get("/", options)),
      )
      return answers.map(({ status }) => status).toSorted((a, b) => a - b)
    }
    expect(await statuses(5, {})).toEqual([200, 200, 200, 429, 429])
    expect(await statuses(3, { from: "127.0.0.2" })).toEqual([200, 200, 200])
    expect(await statuses(5, { headers: { host: "site.localhost" } })).toEqual(
      Array.from({ length: 5 }, () => 200),
    )
  })

  test("counts the clients that a trusted proxy names", async () => {
    await using api = await upstreamServer(({ headers }, response) =>
      response.end(JSON.stringify(headers)),
    )
    const text = conf({
      edge: "rateLimit: { requests: 1/60s }",
      options: "platforms: { compose: { trustedProxies: [127.0.0.1] } }\n",
    })
    await using proxy = await runNginx(text, { api: api.port, site: api.port })
    const ask = (client: string, from = "127.0.0.1") =>
      proxy.get("/", {
        from,
        headers: { "x-forwarded-for": client, "x-forwarded-proto": "https" },
      })
    const first = await ask("203.0.113.1")
    expect(JSON.parse(first.body)).toMatchObject({
      "x-forwarded-for": "203.0.113.1",
      "x-forwarded-proto": "https",
    })
    expect((await ask("203.0.113.2")).status).toBe(200)
    expect((await ask("203.0.113.1")).status).toBe(429)
    expect((await ask("203.0.113.3", "127.0.0.9")).status).toBe(200)
    expect((await ask("203.0.113.4", "127.0.0.9")).status).toBe(429)
  })

  test("passes each piece of an answer on as it comes", async () => {
    const { promise: firstArrived, resolve: arrived } = Promise.withResolvers<void>()
    await using api = await upstreamServer((_, response) => {
      response.write("one")
      void firstArrived.then(() => response.end("two"))
    })
    await using proxy = await runNginx(conf({}), { api: api.port, site: api.port })
    const request = proxy.request("/stream")
    request.end()
    const [response]: IncomingMessage[] = await once(request, "response")
    const pieces: string[] = []
    for await (const piece of response ?? []) {
      pieces.push(String(piece))
      // The upstream goes on only after the first piece is here: with a buffer this would never end.
      arrived()
    }
    expect(pieces).toEqual(["one", "two"])
  })

  test("keeps public answers, and nothing that belongs to somebody", async () => {
    const asked: string[] = []
    await using api = await upstreamServer(({ url = "" }, response) => {
      asked.push(url)
      response.end(url)
    })
    const edge =
      "cache: [{ path: /docs/*, ttl: 300s, public: true }, { path: /robots.txt, ttl: 60s, public: true }]"
    await using proxy = await runNginx(conf({ edge }), { api: api.port, site: api.port })
    const cacheStatus = async (path: string, headers: Record<string, string> = {}) =>
      (await proxy.get(path, { headers })).headers["x-cache-status"]
    expect(await cacheStatus("/docs/a")).toBe("MISS")
    expect(await cacheStatus("/docs/a")).toBe("HIT")
    expect(await cacheStatus("/docs/a", { authorization: "Bearer x" })).toBe("BYPASS")
    expect(await cacheStatus("/docs/b", { authorization: "Bearer x" })).toBe("BYPASS")
    expect(await cacheStatus("/docs/b")).toBe("MISS")
    expect(await cacheStatus("/robots.txt")).toBe("MISS")
    expect(await cacheStatus("/robots.txt")).toBe("HIT")
    expect(await cacheStatus("/robots.txt.old")).toBeUndefined()
    expect(await cacheStatus("/other")).toBeUndefined()
    expect(asked.filter((url) => url === "/docs/a")).toHaveLength(2)
  })

  test("passes WebSockets through", async () => {
    await using api = await upstreamServer((_, response) => response.end())
    api.server.on("upgrade", (_, socket) => {
      socket.end(
        "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
      )
    })
    await using proxy = await runNginx(conf({}), { api: api.port, site: api.port })
    const request = proxy.request("/socket", {
      headers: { connection: "Upgrade", upgrade: "websocket" },
    })
    request.end()
    const [response, socket] = await once(request, "upgrade")
    socket.destroy()
    expect(response.statusCode).toBe(101)
  })

  test("says so when a service does not answer", async () => {
    const gone = await upstreamServer((_, response) => response.end())
    await gone[Symbol.asyncDispose]()
    await using proxy = await runNginx(conf({}), { api: gone.port, site: gone.port })
    expect((await proxy.get("/")).status).toBe(502)
  })
})
