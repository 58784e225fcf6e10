import { describe, expect, test } from "vitest"
import { eventually } from "../../../support/eventually.ts"
import { needsRedis, slowWayTo, startRedis } from "../support/stage-redis.ts"
import { completion, json } from "../support/scripts.ts"
import { chat, clientOf, key, nodeGateway, stage } from "../support/stage.ts"

// Group 15: whatever Redis does, requests are served, never without a limit and never with an error because of it.

const answered = completion("hello")
/** What asks only whether Redis is in use takes nothing of the other key's limit. */
const looking = "key-that-looks-at-redis-00000000"
const limited = {
  API_KEYS: `${key},${looking}`,
  RATE_LIMIT: "20/3600s",
  CACHE: "all",
  REDIS_TIMEOUT: "100ms",
}
const same = { ...chat, temperature: 0 }

type Staged = Awaited<ReturnType<typeof stage>>

const before = async (url: string, settings = {}) =>
  await stage(json(answered), { ...limited, REDIS_URL: url, ...settings })

/** How forty different questions at once are answered. */
async function forty({ post }: Staged): Promise<readonly number[]> {
  const asked = Array.from({ length: 40 }, async (_, index) => {
    const answer = await post("/v1/chat/completions", { ...same, user: String(index) })
    await answer.text()
    return answer.status
  })
  return (await Promise.all(asked)).toSorted()
}

/** Served up to the limit of this process, and refused beyond it; a request before may have taken a place. */
function areLimitedHere(statuses: readonly number[]): boolean {
  const served = statuses.filter((status) => status === 200).length
  const refused = statuses.filter((status) => status === 429).length
  return served + refused === statuses.length && served >= 10 && served <= 20
}

const isUp = async ({ metric }: Staged) => (await metric("gateway_redis_up")) === 1

/** Whether Redis answers is known from what is asked of it: each look comes with a request. */
async function inUse(staged: Staged): Promise<true> {
  let asked = 0
  return await eventually("Redis to be in use", async () => {
    asked += 1
    const { post } = clientOf(staged.url, looking)
    const { status } = await post("/v1/chat/completions", { ...same, user: `use-${asked}` })
    expect([200, 429]).toContain(status)
    return await isUp(staged)
  })
}

describe.runIf(needsRedis())("a Redis that", () => {
  test("is not there at the start: limits are counted here", async () => {
    const staged = await before("redis://127.0.0.1:1")
    expect(await forty(staged)).toSatisfy(areLimitedHere)
    expect(await isUp(staged)).toBe(false)
    expect((await staged.ask("/health")).status).toBe(200)
    expect((await staged.ask("/ready")).status).toBe(200)
  })

  test("dies while it is in use, and comes back: it is used again", async () => {
    const redis = await startRedis()
    const staged = await before(redis.url)
    await inUse(staged)
    await redis.stop()
    expect(await forty(staged)).toSatisfy(areLimitedHere)
    await eventually("the loss to be noticed", async () => !(await isUp(staged)))
    await redis.restart()
    expect(await inUse(staged)).toBe(true)
  })

  test("takes connections and never answers", async () => {
    const redis = await startRedis()
    redis.freeze()
    const staged = await before(redis.url)
    expect(await forty(staged)).toSatisfy(areLimitedHere)
    redis.thaw()
    expect(await inUse(staged)).toBe(true)
  })

  test("stops answering in the middle", async () => {
    const redis = await startRedis()
    const staged = await before(redis.url)
    await inUse(staged)
    redis.freeze()
    expect(await forty(staged)).toSatisfy(areLimitedHere)
    redis.thaw()
  })

  test("answers later than it may", async () => {
    const redis = await startRedis()
    expect(await forty(await before(await slowWayTo(redis.port, 500)))).toSatisfy(areLimitedHere)
  })

  test("does not know the password", async () => {
    const redis = await startRedis(["--requirepass", "right-password"])
    const staged = await before(`redis://:wrong-password@127.0.0.1:${redis.port}`)
    expect(await forty(staged)).toSatisfy(areLimitedHere)
    const right = await before(`redis://:right-password@127.0.0.1:${redis.port}`)
    expect(await inUse(right)).toBe(true)
  })

  test("is a replica that may only be read", async () => {
    const redis = await startRedis(["--replicaof", "127.0.0.1", "1"])
    expect(await forty(await before(redis.url))).toSatisfy(areLimitedHere)
  })

  test("has no memory left", async () => {
    const redis = await startRedis(["--maxmemory", "1", "--maxmemory-policy", "noeviction"])
    expect(await forty(await before(redis.url))).toSatisfy(areLimitedHere)
  })

  test("loses the script that counts", async () => {
    const redis = await startRedis()
    const staged = await before(redis.url)
    await inUse(staged)
    await redis.stop()
    await redis.restart()
    expect(await inUse(staged)).toBe(true)
  })

  test("has been written by somebody else", async () => {
    const redis = await startRedis()
    const staged = await before(redis.url)
    await inUse(staged)
    const ask = async () => await staged.post("/v1/chat/completions", { ...same, user: "kept" })
    await (await ask()).text()
    for (const write of ["'SET',k,'garbage'", "'SET',k,'{}'", "'SET',k,'[1]'", "'LPUSH',k,'x'"]) {
      await redis.command(
        `EVAL "for _,k in ipairs(redis.call('KEYS','*')) do redis.call('DEL',k) redis.call(${write}) end" 0`,
      )
      const second = await nodeGateway({
        UPSTREAM_URL: staged.upstream.url,
        REDIS_URL: redis.url,
        ...limited,
      })
      const answer = await clientOf(second.url).post("/v1/chat/completions", {
        ...same,
        user: "kept",
      })
      expect([answer.status, await answer.json()]).toEqual([200, answered])
    }
  })

  test("holds what is no answer of ours", async () => {
    const redis = await startRedis()
    const staged = await before(redis.url)
    await (await staged.post("/v1/chat/completions", same)).text()
    const second = await nodeGateway({
      UPSTREAM_URL: staged.upstream.url,
      API_KEYS: key,
      CACHE: "all",
      REDIS_URL: redis.url,
      REDIS_PREFIX: "other:",
    })
    const answer = await clientOf(second.url).post("/v1/chat/completions", same)
    expect([answer.status, answer.headers.get("x-cache")]).toEqual([200, "miss"])
  })
})
