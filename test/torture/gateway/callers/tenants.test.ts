import { describe, expect, test } from "vitest"
import { hmacSigned } from "../support/forged-token.ts"
import { completion, json } from "../support/scripts.ts"
import type { Script } from "../support/scripted-upstream.ts"
import { chat, clientOf, key, runtimes, stage } from "../support/stage.ts"

// Group 12: nobody gets what was answered to somebody else.

const same = { ...chat, temperature: 0 }
const secret = "a-secret-of-at-least-32-bytes-of-a-test"
const jwt = { JWT_ISSUER: "issuer", JWT_AUDIENCE: "gateway", JWT_SECRET: secret }
const tokenFor = (sub: string) =>
  hmacSigned(secret, {
    iss: "issuer",
    aud: "gateway",
    sub,
    exp: Math.floor(Date.now() / 1000) + 300,
  })

/** Each answer is another one. */
const counted = (): Script => {
  let count = 0
  return (exchange) => json(completion(`answer ${(count += 1)}`))(exchange)
}

describe.each(runtimes)("on $name", (runtime) => {
  test("the same question of two tenants is two questions", async () => {
    const settings = { CACHE: "all", API_KEYS: `${key},second-key-of-a-test-00000000` }
    const { upstream, url } = await stage(counted(), settings, runtime)
    const asked = async (token: string) =>
      await (await clientOf(url, token).post("/v1/chat/completions", same)).text()
    const tenants = [key, "second-key-of-a-test-00000000"]
    const answers = []
    for (const token of [...tenants, ...tenants]) answers.push(await asked(token))
    expect(upstream.received).toHaveLength(2)
    expect(answers[0]).not.toBe(answers[1])
    expect(answers.slice(2)).toEqual(answers.slice(0, 2))
  })

  test("whatever their names are", async () => {
    const names = [
      "acme",
      "acme ",
      "ACME",
      "acme\0",
      "ac\0me",
      "ac:me",
      "ac/me",
      "àcme",
      "a\u0300cme",
      "*",
      "__proto__",
      "constructor",
      "acme\n",
    ]
    const { upstream, url } = await stage(counted(), { ...jwt, CACHE: "all" }, runtime)
    const accepted: string[] = []
    for (const name of names) {
      const answer = await clientOf(url, tokenFor(name)).post("/v1/chat/completions", same)
      expect([200, 401]).toContain(answer.status)
      if (answer.status === 200) accepted.push(await answer.text())
    }
    expect(new Set(accepted).size).toBe(accepted.length)
    expect(upstream.received).toHaveLength(accepted.length)
    expect(accepted.length).toBeGreaterThanOrEqual(6)
  })

  test("a token about somebody with the name of a key's tenant does not get what the key got", async () => {
    const { url } = await stage(counted(), { ...jwt, CACHE: "all" }, runtime)
    const byKey = await (await clientOf(url).post("/v1/chat/completions", same)).text()
    for (const sub of [key, "key", "default", "static", "api-key", "keys:0", "0", ""]) {
      const answer = await clientOf(url, tokenFor(sub)).post("/v1/chat/completions", same)
      expect(await answer.text()).not.toBe(byKey)
    }
  })

  test("one tenant's limit is not another's", async () => {
    const settings = { ...jwt, RATE_LIMIT: "3/3600s" }
    const { url } = await stage(counted(), settings, runtime)
    const statuses = async (name: string) => {
      const { post } = clientOf(url, tokenFor(name))
      return await Promise.all(
        [1, 2, 3, 4].map(async () => (await post("/v1/completions", same)).status),
      )
    }
    expect((await statuses("acme")).toSorted()).toEqual([200, 200, 200, 429])
    expect((await statuses("beta")).toSorted()).toEqual([200, 200, 200, 429])
  })
})
