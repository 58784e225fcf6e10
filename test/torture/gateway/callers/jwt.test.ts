import { describe, expect, test } from "vitest"
import { eventually } from "../../../support/eventually.ts"
import { projectFolder } from "../../../support/project-folder.ts"
import { hmacSigned, type Json, signed, signerOf, unsigned } from "../support/forged-token.ts"
import { runGateway } from "../support/gateway-process.ts"
import { movableClock } from "../support/movable-clock.ts"
import { completion, json, silence } from "../support/scripts.ts"
import { clientOf, runtimes, stage, stageProcess, upstreamFor } from "../support/stage.ts"

// Group 11: only a token that its issuer signed, for this audience, now, opens.

const rsa = signerOf("RS256", "rsa-1")
const ec = signerOf("ES256", "ec-1")
const ed = signerOf("EdDSA", "ed-1")
const stranger = signerOf("RS256", "rsa-1")
const answered = completion("hello")
const issuer = "https://issuer.example"
const audience = "gateway"
const secret = "a-secret-of-at-least-32-bytes-of-a-test"
const checked = { JWT_ISSUER: issuer, JWT_AUDIENCE: audience }
const pem = rsa.publicKey.export({ type: "spki", format: "pem" }).toString()
const now = () => Math.floor(Date.now() / 1000)

function claims(changed: Json = {}): Json {
  const base = { iss: issuer, aud: audience, sub: "acme", iat: now(), exp: now() + 300 }
  return Object.fromEntries(
    Object.entries({ ...base, ...changed }).filter(([, value]) => value !== undefined),
  )
}

const runtimesAndKeys = runtimes.map((runtime) => ({ runtime, name: runtime.name }))

/** A gateway whose issuer publishes these keys, and how it answers a token. */
async function withIssuer(
  runtime = runtimes[0],
  published: readonly Json[] = [rsa.jwk, ec.jwk, ed.jwk],
) {
  const jwks = await upstreamFor(json({ keys: published }))
  const settings = { ...checked, JWT_JWKS_URL: `${jwks.url}/jwks.json` }
  const staged = await stage(json(answered), settings, runtime)
  const open = async (token: string) => (await clientOf(staged.url, token).ask("/v1/models")).status
  return { ...staged, jwks, open }
}

describe.each(runtimesAndKeys)("on $name", ({ runtime }) => {
  test("tokens of the issuer open, with each of its keys, and are told from API keys", async () => {
    const { open } = await withIssuer(runtime)
    for (const signer of [rsa, ec, ed]) expect(await open(signed(signer, claims()))).toBe(200)
    expect(await open(signed(rsa, claims({ aud: ["other", audience] })))).toBe(200)
    expect(await open(signed(rsa, claims({ exp: now() - 20 })))).toBe(200)
    expect(await open(signed(rsa, claims({ nbf: now() + 20 })))).toBe(200)
  })

  test("a token is refused when anything in it is wrong", async () => {
    const { open } = await withIssuer(runtime)
    const tampered = signed(rsa, claims()).split(".")
    tampered[1] = Buffer.from(JSON.stringify(claims({ sub: "root" }))).toString("base64url")
    const wrong: Readonly<Record<string, string>> = {
      "no algorithm": unsigned(claims(), { alg: "none" }),
      "no algorithm in capitals": unsigned(claims(), { alg: "NONE", kid: "rsa-1" }),
      "an algorithm of no name": unsigned(claims(), { alg: "" }),
      "no algorithm at all": unsigned(claims(), { typ: "JWT" }),
      "the public key as a secret": hmacSigned(pem, claims(), { kid: "rsa-1" }),
      "the modulus as a secret": hmacSigned(String(rsa.jwk["n"]), claims(), { kid: "rsa-1" }),
      "an empty secret": hmacSigned("", claims(), { kid: "rsa-1" }),
      "a stranger's key under the issuer's id": signed(stranger, claims()),
      "another key's id": signed(rsa, claims(), { kid: "ec-1" }),
      "an id that is a path": signed(stranger, claims(), { kid: "../../../../dev/null" }),
      "an id that is SQL": signed(stranger, claims(), { kid: "x' UNION SELECT 'secret' --" }),
      "its own key in its head": signed(stranger, claims(), { jwk: stranger.jwk, kid: undefined }),
      "a claim that was changed": tampered.join("."),
      "no signature": signed(rsa, claims()).replace(/[^.]*$/, ""),
      "an expiry in the past": signed(rsa, claims({ exp: now() - 60 })),
      "no expiry": signed(rsa, claims({ exp: undefined })),
      "an expiry that is a text": signed(rsa, claims({ exp: "never" })),
      "a beginning in the future": signed(rsa, claims({ nbf: now() + 60 })),
      "another issuer": signed(rsa, claims({ iss: "https://evil.example" })),
      "a list of issuers": signed(rsa, claims({ iss: [issuer] })),
      "no issuer": signed(rsa, claims({ iss: undefined })),
      "another audience": signed(rsa, claims({ aud: "other" })),
      "the beginning of the audience": signed(rsa, claims({ aud: "gate" })),
      "no audience": signed(rsa, claims({ aud: undefined })),
      "nobody it is about": signed(rsa, claims({ sub: undefined })),
      "something critical that is unknown": signed(rsa, claims(), {
        crit: ["exp-ms"],
        "exp-ms": 1,
      }),
      "more than 8 KB": signed(rsa, claims({ filler: "x".repeat(9000) })),
      "two dots only": "..",
      "letters that are no token": "eyJhbGciOiJub25lIn0.eyJ.",
    }
    const statuses: Record<string, number> = {}
    for (const [what, token] of Object.entries(wrong)) statuses[what] = await open(token)
    expect(statuses).toEqual(Object.fromEntries(Object.keys(wrong).map((what) => [what, 401])))
  })

  test("where a token says that its keys are, is not asked", async () => {
    const evil = await upstreamFor(json({ keys: [stranger.jwk] }))
    const { open } = await withIssuer(runtime)
    const there = `${evil.url}/jwks.json`
    for (const header of [{ jku: there }, { x5u: there }, { jku: there, kid: "evil" }])
      expect(await open(signed(stranger, claims(), header))).toBe(401)
    expect(evil.received).toEqual([])
  })

  test("a token with a secret opens, and none that is signed otherwise", async () => {
    const settings = { ...checked, JWT_SECRET: secret }
    const { url } = await stage(json(answered), settings, runtime)
    const open = async (token: string) => (await clientOf(url, token).ask("/v1/models")).status
    expect(await open(hmacSigned(secret, claims()))).toBe(200)
    expect(await open(hmacSigned(`${secret}x`, claims()))).toBe(401)
    expect(await open(signed(rsa, claims()))).toBe(401)
    expect(await open(unsigned(claims(), { alg: "none" }))).toBe(401)
  })

  test("a public key that is set is no secret", async () => {
    const settings = { ...checked, JWT_PUBLIC_KEY: pem, JWT_ALGORITHMS: "RS256" }
    const { url } = await stage(json(answered), settings, runtime)
    const open = async (token: string) => (await clientOf(url, token).ask("/v1/models")).status
    expect(await open(signed(rsa, claims()))).toBe(200)
    for (const form of [pem, pem.trim(), rsa.publicKey.export({ type: "spki", format: "der" })])
      expect(await open(hmacSigned(form, claims()))).toBe(401)
  })
})

test("a token is refused once it has expired, though it was accepted before", async () => {
  const settings = { ...checked, JWT_SECRET: secret, JWT_CLOCK_SKEW: "0s" }
  const { url } = await stage(json(answered), settings)
  const { ask } = clientOf(url, hmacSigned(secret, claims({ exp: now() + 3 })))
  expect((await ask("/v1/models")).status).toBe(200)
  await eventually("the token to be refused", async () => (await ask("/v1/models")).status === 401)
})

test("a token that is revoked by its id is refused, also one that was accepted before", async () => {
  const store = `${projectFolder()}/keys.json`
  const settings = { ...checked, JWT_SECRET: secret, KEY_STORE: store }
  const { url } = await stage(json(answered), settings)
  const token = hmacSigned(secret, claims({ jti: "token-7" }))
  const other = hmacSigned(secret, claims({ jti: "token-8" }))
  expect((await clientOf(url, token).ask("/v1/models")).status).toBe(200)
  expect(
    await runGateway(["keys", "revoke", "--jti", "token-7"], { KEY_STORE: store }),
  ).toMatchObject({ exit: 0 })
  await eventually("the token to be refused", async () => {
    return (await clientOf(url, token).ask("/v1/models")).status === 401
  })
  expect((await clientOf(url, other).ask("/v1/models")).status).toBe(200)
})

describe("the issuer's keys", () => {
  test("are fetched again when there is a new one, and a while has passed", async () => {
    const clock = movableClock(60_000)
    const jwks = await upstreamFor(json({ keys: [rsa.jwk] }))
    const settings = { ...checked, JWT_JWKS_URL: `${jwks.url}/jwks.json` }
    const { url, gateway } = await stageProcess(json(answered), settings, clock.options)
    const open = async (token: string) => (await clientOf(url, token).ask("/v1/models")).status
    expect(await open(signed(rsa, claims()))).toBe(200)
    jwks.play(json({ keys: [rsa.jwk, ec.jwk] }))
    clock.jump(gateway)
    await eventually(
      "the new key to be known",
      async () => (await open(signed(ec, claims()))) === 200,
    )
    expect(await open(signed(rsa, claims()))).toBe(200)
  })

  test("are not fetched for each token with an unknown id", async () => {
    const { jwks, open } = await withIssuer()
    const tokens = Array.from({ length: 100 }, (_, index) =>
      signed(stranger, claims(), { kid: `unknown-${index}` }),
    )
    const statuses = await Promise.all(tokens.map(open))
    expect(new Set(statuses)).toEqual(new Set([401]))
    expect(jwks.received.length).toBeLessThanOrEqual(3)
  })

  test("are still good while the issuer cannot be asked", async () => {
    const { jwks, open } = await withIssuer()
    expect(await open(signed(rsa, claims()))).toBe(200)
    jwks.play(({ socket }) => socket.resetAndDestroy())
    expect(await open(signed(ec, claims({ sub: "beta" })))).toBe(200)
    expect([401, 503]).toContain(await open(signed(stranger, claims(), { kid: "unknown" })))
    expect(await open(signed(ed, claims()))).toBe(200)
  })

  test("that cannot be had open nothing and keep nobody waiting, and are found when they are there", async () => {
    const { jwks, open, ask } = await withIssuer()
    jwks.play(json({ error: "down" }, 503))
    expect([401, 503]).toContain(await open(signed(rsa, claims())))
    expect((await ask("/v1/models")).status).toBe(200)
    jwks.play(json({ keys: [rsa.jwk] }))
    await eventually(
      "the token to be accepted",
      async () => (await open(signed(rsa, claims()))) === 200,
    )
  })

  test("from an issuer that never answers let others pass", async () => {
    const { jwks, url, ask } = await withIssuer()
    jwks.play(silence)
    const client = new AbortController()
    const waiting = clientOf(url, signed(rsa, claims()))
      .ask("/v1/models", { signal: client.signal })
      .catch(String)
    await jwks.request(0)
    expect((await ask("/v1/models")).status).toBe(200)
    client.abort()
    await waiting
  })

  test("that are no keys open nothing", async () => {
    const { jwks, open } = await withIssuer()
    for (const odd of [
      { keys: "none" },
      [],
      { keys: [{ kty: "oct", k: "AA", kid: "rsa-1" }] },
      null,
    ]) {
      jwks.play(json(odd))
      expect([401, 503]).toContain(
        await open(hmacSigned(Buffer.alloc(1), claims(), { kid: "rsa-1" })),
      )
    }
  })
})

describe("settings that would open too much are refused at the start", () => {
  const base = { UPSTREAM_URL: "http://127.0.0.1:1" }
  test.each([
    {
      what: "none as an algorithm",
      settings: { ...checked, JWT_SECRET: secret, JWT_ALGORITHMS: "none" },
    },
    { what: "a short secret", settings: { ...checked, JWT_SECRET: "short" } },
    { what: "no issuer", settings: { JWT_AUDIENCE: audience, JWT_SECRET: secret } },
    { what: "no audience", settings: { JWT_ISSUER: issuer, JWT_SECRET: secret } },
    {
      what: "a secret's algorithm with a public key",
      settings: { ...checked, JWT_PUBLIC_KEY: pem, JWT_ALGORITHMS: "HS256,RS256" },
    },
    {
      what: "a secret and a public key",
      settings: { ...checked, JWT_PUBLIC_KEY: pem, JWT_SECRET: secret },
    },
  ])("$what", async ({ settings }) => {
    const { exit } = await runGateway(["--check-config"], { ...base, ...settings })
    expect(exit).toBe(78)
  })
})
