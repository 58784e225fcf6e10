import { createHash } from "node:crypto"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { eventually } from "../../../support/eventually.ts"
import { projectFolder } from "../../../support/project-folder.ts"
import { runGateway } from "../support/gateway-process.ts"
import { keyCommands } from "../support/issued-keys.ts"
import { completion, json } from "../support/scripts.ts"
import { needsRedis, startRedis } from "../support/stage-redis.ts"
import {
  authorization,
  chat,
  clientOf,
  codeOf,
  key,
  runtimes,
  stage,
  stageProcess,
} from "../support/stage.ts"

// Group 10: only a key that is known and valid opens, and no key is ever seen again.

const answered = completion("hello")
const secret = "another-key-of-a-test-9876543210"

describe.each(runtimes)("on $name", (runtime) => {
  const withHeaders = async (headers: Record<string, string>, settings = {}) => {
    const staged = await stage(json(answered), settings, runtime)
    return await staged.ask("/v1/models", { headers })
  }

  test.each<[string, Record<string, string>]>([
    ["Bearer", { authorization: `Bearer ${key}` }],
    ["bearer in lower case", { authorization: `bearer ${key}` }],
    ["BEARER in upper case", { authorization: `BEARER ${key}` }],
    ["X-API-Key", { "x-api-key": key }],
    ["both, the first valid", { authorization: `Bearer ${key}`, "x-api-key": "wrong" }],
  ])("a key is taken by %s", async (_, headers) => {
    expect((await withHeaders(headers)).status).toBe(200)
  })

  test.each<[string, Record<string, string>]>([
    ["no key", {}],
    ["an empty Bearer", { authorization: "Bearer " }],
    ["an empty X-API-Key", { "x-api-key": "" }],
    ["the beginning of a key", { "x-api-key": key.slice(0, -1) }],
    ["a key and more", { "x-api-key": `${key}x` }],
    ["a key in another case", { "x-api-key": key.toUpperCase() }],
    ["a key as Basic", { authorization: `Basic ${btoa(`user:${key}`)}` }],
    ["a key without a scheme", { authorization: key }],
    ["the digest of a key", { "x-api-key": createHash("sha256").update(key).digest("hex") }],
    ["two keys as one", { "x-api-key": `${key}, ${key}` }],
    ["both, the first wrong", { authorization: "Bearer wrong", "x-api-key": key }],
    ["a key of 100 KB", { "x-api-key": "k".repeat(10_000) }],
  ])("%s is refused", async (_, headers) => {
    const answer = await withHeaders(headers)
    expect([answer.status, await codeOf(answer)]).toEqual([401, "invalid_api_key"])
  })

  test("a key may be set as its digest, which itself opens nothing", async () => {
    const digest = createHash("sha256").update(secret).digest("hex")
    const settings = { API_KEYS: `sha256:${digest}` }
    expect((await withHeaders({ "x-api-key": secret }, settings)).status).toBe(200)
    for (const wrong of [digest, `sha256:${digest}`])
      expect((await withHeaders({ "x-api-key": wrong }, settings)).status).toBe(401)
  })

  test("addresses that are blocked, or not among those allowed, are 403", async () => {
    const blocked = await stage(json(answered), { IP_BLOCK: "127.0.0.0/8,::1" }, runtime)
    const answer = await blocked.ask("/v1/models")
    expect([answer.status, await codeOf(answer)]).toEqual([403, "ip_not_allowed"])
    const elsewhere = await stage(json(answered), { IP_ALLOW: "10.0.0.0/8" }, runtime)
    expect((await elsewhere.ask("/v1/models")).status).toBe(403)
    expect((await elsewhere.ask("/health")).status).toBe(200)
  })
})

test("AUTH=none has to be said: without a key the gateway does not start", async () => {
  const settings = { UPSTREAM_URL: "http://127.0.0.1:1" }
  const refused = await runGateway(["--check-config"], settings)
  expect(refused.exit).toBe(78)
  expect(refused.stderr + refused.stdout).toContain("API_KEYS")
  expect((await runGateway(["--check-config"], { ...settings, AUTH: "none" })).exit).toBe(0)
})

test("settings are shown without their secrets", async () => {
  const secrets = {
    API_KEYS: secret,
    UPSTREAM_TOKEN: "token-of-mine",
    METRICS_TOKEN: "metrics-of-mine",
  }
  const { exit, stdout, stderr } = await runGateway(["--check-config"], {
    UPSTREAM_URL: "http://user:password-of-mine@127.0.0.1:1",
    REDIS_URL: "redis://:redis-of-mine@127.0.0.1:1",
    ...secrets,
  })
  expect([0, 78]).toContain(exit)
  for (const value of [...Object.values(secrets), "password-of-mine", "redis-of-mine"])
    expect(stdout + stderr).not.toContain(value)
})

async function withStore() {
  const store = join(projectFolder(), "keys.json")
  const staged = await stageProcess(json(answered), { KEY_STORE: store, CACHE: "all" })
  const statusFor = async (secretKey: string) =>
    (await clientOf(staged.url, secretKey).post("/v1/chat/completions", chat)).status
  const known = async (secretKey: string) =>
    await eventually("the key to be known", async () => (await statusFor(secretKey)) === 200)
  const refused = async (secretKey: string) =>
    await eventually("the key to be refused", async () => (await statusFor(secretKey)) === 401)
  return { ...staged, store, keys: keyCommands(store), statusFor, known, refused }
}

describe("keys that are issued", () => {
  test("open at once, and are stored as digests", async () => {
    const { keys, known, store } = await withStore()
    const { key: issued } = await keys.issue("acme")
    await known(issued)
    expect(readFileSync(store, "utf8")).not.toContain(issued)
    expect(readFileSync(store, "utf8")).toContain("acme")
  })

  test("are refused once they are revoked, while the gateway runs", async () => {
    const { keys, known, refused } = await withStore()
    const issued = await keys.issue("acme")
    await known(issued.key)
    await keys.run("revoke", issued.id)
    expect(await refused(issued.key)).toBe(true)
  })

  test("keep working for the overlap when they are rotated, and not without one", async () => {
    const { keys, known, refused, statusFor } = await withStore()
    const first = await keys.issue("acme")
    const second = await keys.rotate(first.id, "--overlap", "1h")
    await known(second.key)
    expect(await statusFor(first.key)).toBe(200)
    const third = await keys.rotate(second.id, "--overlap", "0s")
    await known(third.key)
    expect(await refused(second.key)).toBe(true)
  })

  test("do what their scopes say and no more", async () => {
    const { keys, url } = await withStore()
    const { key: issued } = await keys.issue("acme", "--scopes", "models")
    const { ask, post } = clientOf(url, issued)
    await eventually("the key to be known", async () => (await ask("/v1/models")).status === 200)
    const answer = await post("/v1/chat/completions", chat)
    expect([answer.status, await codeOf(answer)]).toEqual([403, "insufficient_scope"])
    expect((await ask("/metrics")).status).toBe(403)
  })

  test("have their own rate", async () => {
    const { keys, url, known } = await withStore()
    const { key: issued } = await keys.issue("acme", "--rate", "5/3600s")
    await known(issued)
    const { ask } = clientOf(url, issued)
    const asked = Array.from({ length: 10 }, async () => (await ask("/v1/models")).status)
    const statuses = await Promise.all(asked)
    expect(statuses.filter((status) => status === 200)).toHaveLength(4)
    expect(statuses.filter((status) => status === 429)).toHaveLength(6)
  })

  test("expire", async () => {
    const { keys, refused, statusFor } = await withStore()
    const { key: issued } = await keys.issue("acme", "--expires", "3s")
    expect([200, 401]).toContain(await statusFor(issued))
    expect(await refused(issued)).toBe(true)
  })

  test("are never listed", async () => {
    const { keys } = await withStore()
    const { key: issued } = await keys.issue("acme")
    const listed = await keys.run("list")
    expect(listed).toContain("acme")
    expect(listed).not.toContain(issued)
    expect(listed).not.toContain(createHash("sha256").update(issued).digest("hex"))
  })

  test("are all kept when many are issued at the same time", async () => {
    const { keys } = await withStore()
    await Promise.all(["a", "b", "c", "d"].map(async (tenant) => await keys.issue(tenant)))
    const listed: unknown = JSON.parse(await keys.run("list"))
    expect(listed).toHaveLength(4)
  })
})

describe.runIf(needsRedis())("keys in Redis", () => {
  test("open, are refused once they are revoked, and stay known while Redis is away", async () => {
    const redis = await startRedis()
    const settings = { KEY_STORE: "redis", REDIS_URL: redis.url }
    const { url } = await stageProcess(json(answered), settings)
    const keys = keyCommands("redis", settings)
    const statusFor = async (secretKey: string) =>
      (await clientOf(url, secretKey).post("/v1/chat/completions", chat)).status
    const [kept, revoked] = [await keys.issue("acme"), await keys.issue("beta")]
    for (const issued of [kept, revoked])
      await eventually("the key to be known", async () => (await statusFor(issued.key)) === 200)
    await keys.run("revoke", revoked.id)
    await eventually("the key to be refused", async () => (await statusFor(revoked.key)) === 401)
    await redis.stop()
    expect([await statusFor(kept.key), await statusFor(revoked.key)]).toEqual([200, 401])
    expect(await statusFor("never-issued-key-0000000000")).toBe(401)
  })
})

test("no key is ever written to the log or into an answer", async () => {
  const { gateway, ask, post } = await stageProcess(json(answered), {
    LOG_LEVEL: "debug",
    USAGE_LOG: "stdout",
  })
  const texts: string[] = []
  for (const headers of [
    { authorization },
    { "x-api-key": secret },
    { authorization: `Bearer ${secret}` },
  ]) {
    const answer = await ask(`/v1/models?key=${secret}`, { headers })
    texts.push(await answer.text(), JSON.stringify([...answer.headers]))
    texts.push(await (await post("/v1/chat/completions", chat, { headers })).text())
  }
  texts.push(await (await ask("/metrics")).text())
  await eventually("the requests to be logged", () => gateway.lines.length >= 6)
  const seen = [...texts, ...gateway.lines, gateway.errors()].join("\n")
  expect(seen).not.toContain(key)
  expect(seen).not.toContain(secret)
})
