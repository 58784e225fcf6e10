import assert from "node:assert/strict"
import { hash } from "node:crypto"
import { test } from "node:test"
import { issueKey, revokeKey, revokeToken, rotateKey } from "../../src/auth/issue.ts"
import { emptyBook, type KeyBook, parseBook, printBook } from "../../src/auth/key-records.ts"
import { errorOf, gatewayWith } from "../gateway-with.ts"

const startMs = Date.UTC(2026, 10, 21)
const minted = (key: string) => ({ id: key, key, hash: hash("sha256", key) })
const rights = { tenant: "acme", scopes: ["inference"] }
const issue = (book: KeyBook, key: string, more = {}) =>
  issueKey(book, { ...rights, ...more }, { minted: minted(key), nowMs: startMs })

/** A gateway whose issued keys are `store.book`. */
async function gatewayWithStore(book: KeyBook) {
  const store = { book, broken: false }
  const keyFile = {
    async load() {
      if (store.broken) throw new Error("The disk is gone.")
      return printBook(store.book)
    },
    async replace(): Promise<boolean> {
      throw new Error("The gateway never writes keys.")
    },
  }
  const made = await gatewayWith({ variables: { KEY_STORE: "keys.json" }, runtime: { keyFile } })
  const post = async (key: string) =>
    await made.post("/v1/completions", {}, { authorization: `Bearer ${key}` })
  return { ...made, store, post, status: async (key: string) => (await post(key)).status }
}

test("the store keeps all of a key but the key", () => {
  const rate = { requests: 5, periodMs: 1000 }
  const book = issue(emptyBook, "gw_secret", { rate, streams: 2, tokensPerDay: 9 })
  const text = printBook(revokeToken(book, "jti-1"))
  assert.ok(!text.includes('"key"'))
  assert.deepEqual(parseBook(text).keys[0], { ...book.keys[0] })
  assert.deepEqual(parseBook(text).revokedTokens, ["jti-1"])
})

test("an issued key works with its own limits and rights", async () => {
  const rate = { requests: 1, periodMs: 60_000 }
  const { status, ask } = await gatewayWithStore(issue(emptyBook, "k", { rate }))
  assert.equal(await status("k"), 200)
  assert.equal(await status("k"), 429)
  const models = await ask("/v1/models", { headers: { "x-api-key": "k" } })
  assert.equal(models.status, 403)
  assert.equal((await errorOf(models)).code, "insufficient_scope")
})

test("a revoked key is refused within seconds, without a restart", async () => {
  const made = await gatewayWithStore(issue(emptyBook, "k"))
  assert.equal(await made.status("k"), 200)
  made.store.book = revokeKey(made.store.book, "k", startMs) ?? emptyBook
  made.clock.nowMs += 5_000
  assert.equal(await made.status("k"), 401)
})

test("a rotated key works on for the overlap only", async () => {
  const times = { minted: minted("new"), nowMs: startMs, overlapMs: 60_000 }
  const book = rotateKey(issue(emptyBook, "old"), "old", times) ?? emptyBook
  const { status, clock } = await gatewayWithStore(book)
  assert.deepEqual([await status("old"), await status("new")], [200, 200])
  clock.nowMs += 60_001
  assert.deepEqual([await status("old"), await status("new")], [401, 200])
  assert.equal(rotateKey(book, "nobody", times), undefined)
})

test("a store that cannot be read leaves what was known in force", async () => {
  const made = await gatewayWithStore(issue(emptyBook, "k"))
  assert.equal(await made.status("k"), 200)
  made.store.broken = true
  made.clock.nowMs += 60_000
  assert.equal(await made.status("k"), 200)
  assert.match(made.lines.join(), /the key store cannot be read/)
})

test("keys of settings may be digests", async () => {
  const variables = { API_KEYS: `sha256:${hash("sha256", "hidden")}` }
  const { post } = await gatewayWith({ variables })
  assert.equal((await post("/v1/completions", {}, { "x-api-key": "hidden" })).status, 200)
})
