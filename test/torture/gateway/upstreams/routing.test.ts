import { describe, expect, test } from "vitest"
import { projectFolder } from "../../../support/project-folder.ts"
import { runGateway } from "../support/gateway-process.ts"
import { completion, json, refusal } from "../support/scripts.ts"
import { chat, codeOf, runtimes, stage, upstreamFor } from "../support/stage.ts"

// Several upstreams and further routes, as gateway.yaml describes them; here as JSON, which Workers take too.

const answered = completion("hello")

describe.each(runtimes)("on $name", (runtime) => {
  const routed = async (routes: readonly unknown[] = []) => {
    const special = await upstreamFor(json(completion("special")))
    const general = await upstreamFor(json(completion("general")))
    const config = {
      retries: 0,
      upstreams: [
        { name: "special", url: special.url, token: "t-special", models: ["reasoning"] },
        { name: "general", url: general.url, token: "t-general" },
      ],
      routes,
    }
    const staged = await stage(
      json(answered),
      { UPSTREAM_URL: "", GATEWAY_CONFIG: JSON.stringify(config) },
      runtime,
    )
    return { ...staged, special, general }
  }

  test("a model goes to the upstream that has it, every other one to the one that has all", async () => {
    const { post, special, general } = await routed()
    const ask = async (body: unknown, path = "/v1/chat/completions") =>
      (await post(path, body)).headers.get("x-upstream")
    expect(await ask({ ...chat, model: "reasoning" })).toBe("special")
    expect(await ask({ ...chat, model: "another" })).toBe("general")
    expect(await ask({ prompt: "p", adapter: "reasoning" }, "/v1/generate")).toBe("special")
    expect(special.received.map(({ headers }) => headers.authorization)).toEqual([
      "Bearer t-special",
      "Bearer t-special",
    ])
    expect(general.received.map(({ headers }) => headers.authorization)).toEqual([
      "Bearer t-general",
    ])
  })

  test("the next one is asked where the first fails", async () => {
    const { post, special, general } = await routed()
    special.play(refusal(503))
    const answer = await post("/v1/chat/completions", { ...chat, model: "reasoning" })
    expect([answer.status, answer.headers.get("x-upstream")]).toEqual([200, "general"])
    expect([special.received.length, general.received.length]).toEqual([1, 1])
  })

  test("a route of its own goes where it says, and nowhere else", async () => {
    const { post, general, ask } = await routed([
      { path: "/v1/classify", method: "POST", upstreamPath: "/classify", cache: true },
    ])
    expect((await post("/v1/classify", { input: "a" })).status).toBe(200)
    expect((await post("/v1/classify", { input: "a" })).headers.get("x-cache")).toBe("hit")
    expect(general.received.map(({ path }) => path)).toEqual(["/classify"])
    const wrong = await ask("/v1/classify")
    expect([wrong.status, await codeOf(wrong)]).toEqual([405, "method_not_allowed"])
    expect((await post("/classify", { input: "a" })).status).toBe(404)
  })

  test("a path that is passed through is passed through, with POST and a key", async () => {
    const { upstream, post, ask } = await stage(
      json(answered),
      { PASS_THROUGH: "/v1/classify" },
      runtime,
    )
    expect((await post("/v1/classify", { input: "a" })).status).toBe(200)
    expect(upstream.received[0]?.path).toBe("/v1/classify")
    expect(
      (await post("/v1/classify", {}, { headers: { authorization: "Bearer wrong" } })).status,
    ).toBe(401)
    expect((await ask("/v1/classify")).status).toBe(405)
  })

  test("an upstream's address may end in /v1 or have a path of its own", async () => {
    for (const [suffix, path] of [
      ["/v1", "/v1/models"],
      ["/v1/", "/v1/models"],
      ["", "/v1/models"],
    ]) {
      const upstream = await upstreamFor(json({ data: [] }))
      const { ask } = await stage(json({}), { UPSTREAM_URL: upstream.url + suffix }, runtime)
      expect((await ask("/v1/models")).status).toBe(200)
      expect(upstream.received.map((request) => request.path)).toEqual([path])
    }
  })

  test("pages of the named origins may call, and no others", async () => {
    const { ask } = await stage(json(answered), { CORS_ORIGINS: "https://app.example" }, runtime)
    const preflight = async (origin: string) =>
      await ask("/v1/chat/completions", {
        method: "OPTIONS",
        headers: {
          origin,
          "access-control-request-method": "POST",
          "access-control-request-headers": "authorization",
        },
      })
    const allowed = await preflight("https://app.example")
    expect(allowed.headers.get("access-control-allow-origin")).toBe("https://app.example")
    expect(allowed.headers.get("access-control-allow-headers")?.toLowerCase()).toContain(
      "authorization",
    )
    for (const origin of ["https://evil.example", "https://app.example.evil.example", "null"]) {
      const { headers } = await preflight(origin)
      expect([null, "https://app.example"]).toContain(headers.get("access-control-allow-origin"))
    }
    const refused = await ask("/v1/models", { headers: { origin: "https://app.example" } })
    expect(refused.status).toBe(401)
    // A page can read why it was refused only with this header.
    expect(refused.headers.get("access-control-allow-origin")).toBe("https://app.example")
  })
})

describe("settings that are wrong are all told at once, and the gateway does not start", () => {
  test("of the environment", async () => {
    const { exit, stderr } = await runGateway([], {
      UPSTREAM_URL: "ftp://x",
      RATE_LIMIT: "lots",
      RETRIES: "-1",
      CACHE: "some",
      TRUST_PROXY: "yes",
      MAX_BODY: "1 horse",
      PORT: "70000",
      API_KEYS: "a-key-of-a-test-0123456789",
    })
    expect(exit).toBe(78)
    for (const name of [
      "UPSTREAM_URL",
      "RATE_LIMIT",
      "RETRIES",
      "CACHE",
      "TRUST_PROXY",
      "MAX_BODY",
      "PORT",
    ])
      expect(stderr).toContain(name)
  })

  test.each([
    ["no YAML", "rateLimit: [unclosed"],
    ["a setting that is not known", "rateLimt: 1/1s\n"],
    [
      "a variable that is not set",
      "upstreams: [{ name: a, url: 'http://a', token: '${NOT_SET_ANYWHERE}' }]\n",
    ],
    [
      "two upstreams of one name",
      "upstreams: [{ name: a, url: 'http://a' }, { name: a, url: 'http://b' }]\n",
    ],
    ["a route outside", "routes: [{ path: /admin/../v1/x, method: POST }]\n"],
  ])("of a file with %s", async (_, text) => {
    const folder = projectFolder({ "gateway.yaml": text })
    const settings = { UPSTREAM_URL: "http://127.0.0.1:1", API_KEYS: "a-key-of-a-test-0123456789" }
    const { exit, stderr } = await runGateway(["--check-config"], {
      ...settings,
      GATEWAY_FILE: `${folder}/gateway.yaml`,
    })
    expect([exit, stderr === ""]).toEqual([78, false])
    expect(stderr).not.toContain("    at ")
  })
})
