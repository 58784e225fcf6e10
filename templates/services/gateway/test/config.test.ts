import assert from "node:assert/strict"
import { readFileSync } from "node:fs"
import { test } from "node:test"
import { readConfig } from "../src/config/config.ts"
import { variableName } from "../src/config/problems.ts"
import { settings } from "../src/config/settings.ts"

const least = { UPSTREAM_URL: "http://127.0.0.1:8000", API_KEYS: "one, two" }

function problems(variables: Record<string, string>, file: unknown = {}): string {
  const read = readConfig(variables, file)
  return read.ok ? "" : read.problems.join("\n")
}

test("the least that has to be set", () => {
  const read = readConfig(least)
  assert.ok(read.ok)
  assert.deepEqual(read.value.apiKeys, ["one", "two"])
  assert.deepEqual(read.value.rateLimit, { requests: 60, periodMs: 60_000 })
  assert.equal(read.value.port, 8080)
})

test("everything that is wrong is said at once, without the values", () => {
  const said = problems({
    UPSTREAM_URL: "somewhere",
    RATE_LIMIT: "many",
    PORT: "http",
    JWT_SECRET: "short-secret",
  })
  assert.match(said, /UPSTREAM_URL has to be an address/)
  assert.match(said, /RATE_LIMIT has to be requests\/period/)
  assert.match(said, /PORT has to be a port/)
  assert.match(said, /JWT_SECRET has to have 32 bytes/)
  assert.doesNotMatch(said, /short-secret|many|somewhere/)
})

test("it is never open by accident", () => {
  const { API_KEYS: _, ...keyless } = least
  assert.match(problems(keyless), /API_KEYS is not set/)
  assert.match(problems({ ...keyless, API_KEYS: " , " }), /API_KEYS is not set/)
  assert.equal(problems({ ...keyless, AUTH: "none" }), "")
  assert.equal(problems({ ...keyless, AIDEP_TOKEN: "derived" }), "")
  assert.equal(problems({ ...keyless, KEY_STORE: "keys.json" }), "")
})

test("what is right alone and wrong together is found", () => {
  const secret = "s".repeat(32)
  const jwt = { ...least, JWT_ISSUER: "i", JWT_AUDIENCE: "a" }
  assert.match(problems({ ...least, JWT_SECRET: secret }), /JWT_ISSUER and JWT_AUDIENCE/)
  assert.match(
    problems({ ...jwt, JWT_SECRET: secret, JWT_JWKS_URL: "https://i.test/keys" }),
    /exclude each other/,
  )
  assert.match(problems({ ...jwt, JWT_SECRET: secret, JWT_ALGORITHMS: "RS256" }), /HS256/)
  assert.match(
    problems({ ...jwt, JWT_PUBLIC_KEY: secret }),
    /JWT_PUBLIC_KEY has to be a public key/,
  )
  const confused = { ...jwt, JWT_JWKS_URL: "https://i.test/keys", JWT_ALGORITHMS: "HS256,none" }
  assert.match(problems(confused), /JWT_ALGORITHMS/)
  assert.match(problems({ ...least, KEY_STORE: "redis" }), /REDIS_URL is not set/)
  assert.match(problems({ ...least, API_KEYS: "sha256:12" }), /64 hexadecimal digits/)
})

test("the upstream's address may end in a slash or in /v1", () => {
  for (const end of ["", "/", "/v1", "/v1/"]) {
    const read = readConfig({ ...least, UPSTREAM_URL: `https://llm.example.com/api${end}` })
    assert.ok(read.ok)
    assert.equal(read.value.upstreams[0]?.url, "https://llm.example.com/api")
  }
})

test("the kind of an upstream goes by its address, and those that sleep get time to wake up", () => {
  const upstream = (url: string) => {
    const read = readConfig({ ...least, UPSTREAM_URL: url })
    return read.ok ? read.value.upstreams[0] : undefined
  }
  assert.equal(upstream("https://acme--llm.modal.run")?.kind, "modal")
  assert.equal(upstream("https://acme--llm.modal.run")?.coldStartMs, 300_000)
  assert.equal(upstream("https://x.us-east-1.aws.endpoints.huggingface.cloud")?.kind, "huggingface")
  assert.equal(upstream("https://modal.run.example.com")?.kind, "http")
  assert.equal(upstream("https://llm.example.com")?.coldStartMs, 0)
})

test("the file says the same and more; variables win, and stand where it names them", () => {
  const file = {
    rateLimit: "5/s",
    cacheTtl: "10s",
    logPrompts: false,
    streamLimit: 3,
    upstreams: [
      { name: "gpu", url: "https://a--b.modal.run", token: "${TOKEN}", models: ["m", "n"] },
    ],
    routes: [{ path: "/v1/classify", upstreamPath: "/classify", cache: true }],
  }
  const read = readConfig({ API_KEYS: "k", RATE_LIMIT: "7/s", TOKEN: "up" }, file)
  assert.ok(read.ok)
  const { rateLimit, cacheTtl, streamLimit, upstreams, routes } = read.value
  assert.deepEqual(rateLimit, { requests: 7, periodMs: 1000 })
  assert.deepEqual([cacheTtl, streamLimit], [10_000, 3])
  assert.partialDeepStrictEqual(upstreams, [{ name: "gpu", token: "up", models: ["m", "n"] }])
  assert.deepEqual(routes, [
    { path: "/v1/classify", method: "POST", upstreamPath: "/classify", cache: true },
  ])
  assert.match(problems({ API_KEYS: "k" }, { ...file, ratelimit: "1/s" }), /ratelimit/)
  assert.match(problems({ API_KEYS: "k" }, { upstreams: [{ name: "A B" }] }), /upstreams\.0/)
  assert.match(problems({ API_KEYS: "k" }, file), /TOKEN is not set, and gateway.yaml names it/)
  const twins = { upstreams: [file.upstreams[0], file.upstreams[0]] }
  assert.match(problems({ API_KEYS: "k", TOKEN: "t" }, twins), /different names/)
  assert.match(problems(least, { routes: [{ path: "/a/../b" }] }), /routes\.0\.path/)
  assert.equal(problems(least, { routes: [], corsOrigins: [] }), "")
})

test("the README names every setting", () => {
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8")
  const missing = Object.keys(settings).filter(
    (name) => !readme.includes(`\`${variableName(name)}\``),
  )
  assert.deepEqual(missing, [])
})
