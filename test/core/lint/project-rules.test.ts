import { describe, expect, test } from "vitest"
import { placed } from "../../support/parse-text.ts"
import { cleanManifest, codesOf, lintText, withPart } from "./lint-text.ts"

const found = (part: string, environment?: string) =>
  codesOf(lintText(withPart(part), environment === undefined ? {} : { environment }))
const withEnv = (env: string) => found(`services: { gateway: { env: ${env} } }`)

test("a clean project breaks no rule", () => {
  expect(lintText(cleanManifest)).toEqual([])
})

test("findings stand at the value that is wrong", () => {
  const text = cleanManifest.replace("port: 8080 }", 'port: 8080, env: { CORS_ORIGINS: "*" } }')
  const column = (text.split("\n")[3] ?? "").indexOf("*") + 1
  expect(placed(lintText(text))).toEqual([`4:${column} hardening/wildcard-cors`])
})

describe("debug flags", () => {
  test.each([
    "{ DEBUG: 1 }",
    "{ APP_DEBUG: yes }",
    "{ DEBUG: app:* }",
    "{ NODE_ENV: development }",
    "{ LOG_LEVEL: DEBUG }",
    "{ FLASK_ENV: dev }",
  ])("are %s", (env) => expect(withEnv(env)).toEqual(["hardening/debug-flag"]))

  test.each([
    "{ DEBUG: false }",
    '{ DEBUG: "0" }',
    "{ NODE_ENV: production }",
    "{ LOG_LEVEL: info }",
    "{ DEBUGGER_URL: https://debug.example.com }",
  ])("are not %s", (env) => expect(withEnv(env)).toEqual([]))

  test.each(["--reload", "--inspect=0.0.0.0", "nodemon"])("in a command: %s", (flag) => {
    const part = `services: { gateway: { command: [server, "${flag}"] } }`
    expect(found(part)).toEqual(["hardening/debug-flag"])
  })

  test("belong into environments for development", () => {
    const part =
      "environments: { dev: {}, staging: {} }\nservices: { gateway: { env: { DEBUG: 1 } } }"
    expect(found(part, "dev")).toEqual([])
    expect(found(part, "staging")).toEqual(["hardening/debug-flag"])
  })
})

describe("secrets in the manifest", () => {
  test.each([
    ["{ OPENAI_API_KEY: k3Hq9vPz2LxT }", "secret/plain-variable"],
    ["{ DB_PASSWORD: admin }", "secret/default-value"],
    ["{ DATABASE_URL: 'mysql://root:root@db.example.com/x' }", "secret/default-value"],
  ])("%s", (env, code) => expect(withEnv(env)).toEqual([code]))

  test.each([
    "{ MAX_TOKENS: 512 }",
    "{ NEXT_PUBLIC_API_KEY: k3Hq9vPz2LxT }",
    "{ API_KEY: '${secrets.API_KEY}' }",
    "{ API_TOKEN: '<your token>' }",
    "{ KEYBOARD: qwerty }",
    "{ DATABASE_URL: 'postgres://app@db.example.com/x' }",
  ])("are not %s", (env) => expect(withEnv(env)).toEqual([]))

  test("a secret's value is judged and never shown", () => {
    const text = cleanManifest.replace("port: 8080 }", "port: 8080, secrets: [API_KEYS] }")
    const findings = lintText(text, { secrets: { API_KEYS: "a-good-long-key,changeme" } })
    expect(codesOf(findings)).toEqual(["secret/default-value"])
    expect(JSON.stringify(findings)).not.toContain("changeme")
  })
})

const image = (reference: string, more = "") =>
  found(`services: { gateway: { source: null, image: "${reference}"${more} } }`)

describe("images", () => {
  test.each([
    "acme/api",
    "acme/api:latest",
    "acme/api:main",
    "localhost:5000/api",
    "a/b:stable-slim",
  ])("%s moves", (reference) => expect(image(reference)).toEqual(["hardening/floating-image"]))

  test.each(["acme/api:1.4", "acme/api:24-slim", `acme/api:latest@sha256:${"a".repeat(64)}`])(
    "%s does not",
    (reference) => expect(image(reference)).toEqual([]),
  )

  test("a data store may be a service that only the project reaches", () => {
    expect(image("redis:8.2", ", access: internal")).toEqual([])
    expect(image("docker.io/library/postgres:18")).toEqual(["hardening/public-data-store"])
  })
})

const cache = (path: string, service = "secrets: [API_KEYS]") =>
  found(
    `services: { gateway: { ${service} } }\nedge: { target: cloudflare, domain: a.example.com, service: gateway, cache: [{ path: "${path}", ttl: 60s, public: true }] }`,
  )

describe("what the edge may keep", () => {
  test.each(["/*", "/api/*", "/v1/models", "/me", "/graphql"])("not %s", (path) =>
    expect(cache(path)).toEqual(["hardening/cached-private-path"]),
  )

  test.each(["/docs/*", "/assets/*", "/version", "/apidocs"])("but %s", (path) =>
    expect(cache(path)).toEqual([]),
  )

  test("and anything of a service whose callers are all the same", () => {
    expect(cache("/api/*", "env: { LEVEL: info }")).toEqual([])
  })
})
