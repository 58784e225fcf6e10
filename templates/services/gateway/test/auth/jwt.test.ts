import assert from "node:assert/strict"
import { test } from "node:test"
import { exportJWK, exportSPKI, generateKeyPair, SignJWT, UnsecuredJWT } from "jose"
import { gatewayWith, jsonAnswer } from "../gateway-with.ts"

const issued = { iss: "https://issuer.test", aud: "gateway", sub: "acme" }
const base = { JWT_ISSUER: issued.iss, JWT_AUDIENCE: issued.aud }
const nowSeconds = Date.UTC(2026, 10, 21) / 1000
const jwksUrl = "https://issuer.test/keys"
const { publicKey, privateKey } = await generateKeyPair("RS256", { extractable: true })
const other = await generateKeyPair("RS256")
const jwk = { ...(await exportJWK(publicKey)), kid: "one", alg: "RS256" }

async function token(claims: Record<string, unknown> = {}, { key = privateKey, kid = "one" } = {}) {
  const payload = { ...issued, iat: nowSeconds, exp: nowSeconds + 300, ...claims }
  return await new SignJWT(payload).setProtectedHeader({ alg: "RS256", kid }).sign(key)
}

async function gatewayWithKeys(variables: Record<string, string> = {}) {
  const made = await gatewayWith({
    variables: { ...base, JWT_JWKS_URL: jwksUrl, ...variables },
    upstream: ({ url }) => jsonAnswer(url === jwksUrl ? { keys: [jwk] } : {}),
  })
  const status = async (jwt: string) => {
    const headers = { authorization: `Bearer ${jwt}` }
    return (await made.post("/v1/completions", {}, headers)).status
  }
  return { ...made, status }
}

test("a good token is let in, and the issuer is asked for its keys once", async () => {
  const { status, sent } = await gatewayWithKeys()
  assert.equal(await status(await token()), 200)
  assert.equal(await status(await token({ sub: "other" })), 200)
  assert.equal(sent.filter(({ url }) => url === jwksUrl).length, 1)
})

test("tokens that are not for here, not now or not signed are strangers", async () => {
  const { status } = await gatewayWithKeys()
  const bad = {
    expired: await token({ exp: nowSeconds - 31 }),
    early: await token({ nbf: nowSeconds + 31 }),
    issuer: await token({ iss: "https://else.test" }),
    audience: await token({ aud: ["other"] }),
    "never expires": await token({ exp: undefined }),
    "without a tenant": await token({ sub: undefined }),
    "signed by another": await token({}, { key: other.privateKey }),
    "key unknown": await token({}, { kid: "../../etc/passwd" }),
    unsigned: new UnsecuredJWT({ ...issued, exp: nowSeconds + 300 }).encode(),
    long: `eyJ${"a".repeat(9000)}.b.c`,
  }
  for (const [why, jwt] of Object.entries(bad)) assert.equal(await status(jwt), 401, why)
})

test("clocks may differ by half a minute", async () => {
  const { status } = await gatewayWithKeys()
  assert.equal(await status(await token({ exp: nowSeconds - 29, nbf: nowSeconds + 29 })), 200)
})

test("a public key is never taken for a secret", async () => {
  const { status } = await gatewayWithKeys()
  const secret = new TextEncoder().encode(await exportSPKI(publicKey))
  const forged = await new SignJWT({ ...issued, exp: nowSeconds + 300 })
    .setProtectedHeader({ alg: "HS256", kid: "one" })
    .sign(secret)
  assert.equal(await status(forged), 401)
})

test("keys inside a token are ignored", async () => {
  const { status, sent } = await gatewayWithKeys()
  const evil = { ...(await exportJWK(other.publicKey)), alg: "RS256" }
  const header = { alg: "RS256", jwk: evil, jku: "https://evil.test/keys" }
  const forged = await new SignJWT({ ...issued, exp: nowSeconds + 300 })
    .setProtectedHeader(header)
    .sign(other.privateKey)
  assert.equal(await status(forged), 401)
  assert.ok(sent.every(({ url }) => !url.includes("evil")))
})

test("what was verified is remembered, but not past its end", async () => {
  const { status, clock } = await gatewayWithKeys()
  const jwt = await token({ exp: nowSeconds + 10 })
  assert.equal(await status(jwt), 200)
  clock.nowMs += 39_000
  assert.equal(await status(jwt), 200)
  clock.nowMs += 2_000
  assert.equal(await status(jwt), 401)
})

test("without the issuer's keys nobody knows, and says so", async () => {
  const { post } = await gatewayWith({
    variables: { ...base, JWT_JWKS_URL: jwksUrl },
    upstream: () => jsonAnswer({}, 500),
  })
  const headers = { authorization: `Bearer ${await token()}` }
  const answer = await post("/v1/completions", {}, headers)
  assert.equal(answer.status, 503)
  assert.ok(answer.headers.has("retry-after"))
})

test("a secret and one public key work too", async () => {
  const secret = "a secret of at least 32 bytes, yes"
  const hmac = await new SignJWT({ ...issued, exp: nowSeconds + 300 })
    .setProtectedHeader({ alg: "HS256" })
    .sign(new TextEncoder().encode(secret))
  const bySecret = await gatewayWith({ variables: { ...base, JWT_SECRET: secret } })
  const withHmac = { authorization: `Bearer ${hmac}` }
  assert.equal((await bySecret.post("/v1/completions", {}, withHmac)).status, 200)

  const pem = (await exportSPKI(publicKey)).replaceAll("\n", String.raw`\n`)
  const byKey = await gatewayWith({ variables: { ...base, JWT_PUBLIC_KEY: pem } })
  const withRsa = { authorization: `Bearer ${await token()}` }
  assert.equal((await byKey.post("/v1/completions", {}, withRsa)).status, 200)
  assert.equal((await byKey.post("/v1/completions", {}, withHmac)).status, 401)
})

test("scopes of a token say what it may do", async () => {
  const { ask, status } = await gatewayWithKeys()
  const jwt = await token({ scope: "models" })
  assert.equal(await status(jwt), 403)
  const headers = { authorization: `Bearer ${jwt}` }
  assert.equal((await ask("/v1/models", { headers })).status, 200)
})
