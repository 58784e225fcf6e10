import { describe, expect, test } from "vitest"
import { eventually } from "../../../support/eventually.ts"
import { beginEvents, chunk, completion, done, json, write } from "../support/scripts.ts"
import type { Script } from "../support/scripted-upstream.ts"
import { chat, codeOf, key, nodeGateway, clientOf, runtimes, stage } from "../support/stage.ts"
import { needsRedis, startRedis } from "../support/stage-redis.ts"

// Group 14: a limit lets exactly as many through as it says, and says when to come back.

const answered = completion("hello")
const hold: Script = async (exchange) => {
  beginEvents(exchange)
  await write(exchange, chunk("a"))
}
const streamed = { ...chat, stream: true }

async function statusesOf(count: number, ask: () => Promise<Response>): Promise<readonly number[]> {
  const answers = await Promise.all(Array.from({ length: count }, ask))
  return answers.map(({ status }) => status)
}

const accepted = (statuses: readonly number[]) => statuses.filter((status) => status === 200).length

describe.each(runtimes)("on $name", (runtime) => {
  test("exactly so many of those at once are let through, and the others are told when to come", async () => {
    const { upstream, post } = await stage(
      json(answered),
      { RATE_LIMIT: "20/3600s", CACHE: "off" },
      runtime,
    )
    expect(accepted(await statusesOf(60, async () => await post("/v1/completions", chat)))).toBe(20)
    expect(upstream.received).toHaveLength(20)
    const answer = await post("/v1/completions", chat)
    expect([answer.status, await codeOf(answer)]).toEqual([429, "rate_limit_exceeded"])
    const wait = Number(answer.headers.get("retry-after"))
    expect(wait).toBeGreaterThanOrEqual(1)
    expect(wait).toBeLessThanOrEqual(180)
    expect(answer.headers.get("ratelimit-policy")).toBe('"key";q=20;w=3600')
    expect(answer.headers.get("ratelimit")).toMatch(/^"key";r=0;t=\d+$/)
  })

  test("the headers count down", async () => {
    const { post } = await stage(json(answered), { RATE_LIMIT: "5/3600s" }, runtime)
    const left: (string | undefined)[] = []
    for (let index = 0; index < 5; index += 1) {
      const { headers } = await post("/v1/completions", chat)
      left.push(/;r=(\d+)/.exec(headers.get("ratelimit") ?? "")?.[1])
    }
    expect(left).toEqual(["4", "3", "2", "1", "0"])
  })

  test("what is refused before it is asked counts against the address, not against any key", async () => {
    const settings = { IP_RATE_LIMIT: "10/3600s", RATE_LIMIT: "100/3600s" }
    const { ask } = await stage(json(answered), settings, runtime)
    const wrong = { headers: { "x-api-key": "wrong" } }
    const statuses = await statusesOf(15, async () => await ask("/v1/models", wrong))
    expect(statuses.toSorted()).toEqual([
      ...Array.from({ length: 10 }, () => 401),
      429,
      429,
      429,
      429,
      429,
    ])
    const answer = await ask("/v1/models")
    expect([answer.status, await codeOf(answer)]).toEqual([429, "ip_rate_limit_exceeded"])
  })

  test("so many streams at once, and another one when one has ended", async () => {
    const { upstream, post, metric } = await stage(hold, { STREAM_LIMIT: "3" }, runtime)
    const clients = [1, 2, 3].map(() => new AbortController())
    const open = await Promise.all(
      clients.map(async ({ signal }) => await post("/v1/chat/completions", streamed, { signal })),
    )
    expect(open.map(({ status }) => status)).toEqual([200, 200, 200])
    const fourth = await post("/v1/chat/completions", streamed)
    expect([fourth.status, await codeOf(fourth)]).toEqual([429, "too_many_streams"])
    expect(fourth.headers.get("retry-after")).not.toBeNull()
    upstream.play(json(answered))
    expect((await post("/v1/chat/completions", chat)).status).toBe(200)

    upstream.received[0]?.response.end(done)
    await open[0]?.text()
    upstream.play(async (exchange) => {
      beginEvents(exchange)
      exchange.response.end(done)
    })
    await eventually(
      "a stream to be free",
      async () => (await metric("gateway_streams_active")) <= 3,
    )
    await eventually("a fourth stream to be taken", async () => {
      const answer = await post("/v1/chat/completions", streamed)
      await answer.text()
      return answer.status === 200
    })
    for (const client of clients) client.abort()
  })

  test("so many tokens in a day", async () => {
    const { post } = await stage(json(answered), { TOKEN_QUOTA: "20", CACHE: "off" }, runtime)
    const codes: unknown[] = []
    for (let index = 0; index < 5; index += 1) {
      const answer = await post("/v1/chat/completions", chat)
      codes.push(answer.status === 200 ? (await answer.text(), 200) : await codeOf(answer))
    }
    // Eight tokens each: the third reaches the quota, and what follows is refused.
    expect(codes).toEqual([200, 200, 200, "insufficient_quota", "insufficient_quota"])
  })
})

const statusesOfLists = async (lists: Record<string, string>, addresses: readonly string[]) => {
  const settings = { AUTH: "none", API_KEYS: "", TRUST_PROXY: "1", ...lists }
  const { ask } = await stage(json(answered), settings)
  const statuses: number[] = []
  for (const address of addresses)
    statuses.push((await ask("/v1/models", { headers: { "x-forwarded-for": address } })).status)
  return statuses
}

describe("addresses behind a proxy", () => {
  const limited = { AUTH: "none", API_KEYS: "", IP_RATE_LIMIT: "2/3600s", RATE_LIMIT: "1000/1s" }
  const asked = async (trust: string, chains: readonly string[]) => {
    const { ask } = await stage(json(answered), { ...limited, TRUST_PROXY: trust })
    const statuses: number[] = []
    for (const chain of chains)
      statuses.push((await ask("/v1/models", { headers: { "x-forwarded-for": chain } })).status)
    return statuses
  }

  test("are not believed unless that is said", async () => {
    expect(await asked("0", ["1.1.1.1", "2.2.2.2", "3.3.3.3"])).toEqual([200, 200, 429])
  })

  test("are read from the right, as many as are trusted", async () => {
    expect(
      await asked("1", [
        "9.9.9.1, 1.1.1.1",
        "9.9.9.2, 1.1.1.1",
        "9.9.9.3, 1.1.1.1",
        "9.9.9.3, 2.2.2.2",
      ]),
    ).toEqual([200, 200, 429, 200])
    expect(
      await asked("2", [
        "8.8.8.8, 1.1.1.1, 10.0.0.1",
        "7.7.7.7, 1.1.1.1, 10.0.0.2",
        "6.6.6.6, 1.1.1.1, 10.0.0.3",
      ]),
    ).toEqual([200, 200, 429])
  })

  test("of IPv6 count by their network", async () => {
    expect(
      await asked("1", [
        "2001:db8:0:1::1",
        "2001:db8:0:1:ffff::2",
        "2001:db8:0:1::3",
        "2001:db8:0:2::1",
      ]),
    ).toEqual([200, 200, 429, 200])
    expect(await asked("1", ["::ffff:1.2.3.4", "1.2.3.4", "::ffff:102:304", "1.2.3.5"])).toEqual([
      200, 200, 429, 200,
    ])
  })

  test("are blocked and allowed in every way to write them", async () => {
    const blocked = ["203.0.113.7", "::ffff:203.0.113.7", "::ffff:cb00:7107", "2001:DB8:0:0::1"]
    const others = ["203.0.114.7", "::ffff:203.0.114.7", "2001:db9::1"]
    const networks = "203.0.113.0/24,2001:db8::/32"
    expect(await statusesOfLists({ IP_BLOCK: networks }, [...blocked, ...others])).toEqual([
      ...blocked.map(() => 403),
      ...others.map(() => 200),
    ])
    expect(await statusesOfLists({ IP_ALLOW: networks }, [...blocked, ...others])).toEqual([
      ...blocked.map(() => 200),
      ...others.map(() => 403),
    ])
    // What is no address is in no list of those allowed.
    expect(await statusesOfLists({ IP_ALLOW: networks }, ["nonsense", "203.0.113.7x"])).toEqual([
      403, 403,
    ])
  })

  test("that are no addresses open no way around", async () => {
    expect(await asked("1", ["nonsense-1", "nonsense-2", "nonsense-3", "nonsense-4"])).toContain(
      429,
    )
  })
})

test("no client takes a place for good: a hundred streams are given up, and all places are free", async () => {
  const { upstream, post } = await stage(hold, { STREAM_LIMIT: "2" })
  for (let index = 0; index < 100; index += 1) {
    const client = new AbortController()
    const answer = await eventually("a place", async () => {
      const taken = await post("/v1/chat/completions", streamed, { signal: client.signal })
      return taken.status === 200 ? taken : undefined
    })
    await answer.body?.getReader().read()
    client.abort()
  }
  await eventually("all to be gone", () => upstream.abandonedCount() === upstream.received.length)
  expect(upstream.received).toHaveLength(100)
})

test("more at the same time than there is room for is 503, and what runs is served", async () => {
  const { upstream, post } = await stage(() => undefined, { MAX_IN_FLIGHT: "5" })
  const asked = Array.from({ length: 5 }, async () => await post("/v1/completions", chat))
  await upstream.request(4)
  const answer = await post("/v1/completions", chat)
  expect([answer.status, await codeOf(answer)]).toEqual([503, "overloaded"])
  expect(answer.headers.get("retry-after")).not.toBeNull()
  for (const exchange of upstream.received) json(answered)(exchange)
  expect((await Promise.all(asked)).map(({ status }) => status)).toEqual([200, 200, 200, 200, 200])
})

describe.runIf(needsRedis())("with Redis", () => {
  test("exactly so many are let through by two gateways together", async () => {
    const redis = await startRedis()
    const shared = {
      RATE_LIMIT: "20/3600s",
      REDIS_URL: redis.url,
      // A busy machine takes its time; what happens when Redis is late is tested elsewhere.
      REDIS_TIMEOUT: "20s",
      CACHE: "off",
    }
    const { upstream, url } = await stage(json(answered), shared)
    const second = await nodeGateway({ UPSTREAM_URL: upstream.url, API_KEYS: key, ...shared })
    const gateways = [clientOf(url), clientOf(second.url)]
    for (const { metric } of gateways)
      await eventually("Redis to be in use", async () => (await metric("gateway_redis_up")) === 1)
    const asked = gateways.map(
      async ({ post }) => await statusesOf(30, async () => await post("/v1/completions", chat)),
    )
    expect(accepted((await Promise.all(asked)).flat())).toBe(20)
    expect(upstream.received).toHaveLength(20)
  })

  test("tokens of a day are counted for all gateways together", async () => {
    const redis = await startRedis()
    const settings = { TOKEN_QUOTA: "8", REDIS_URL: redis.url, CACHE: "off" }
    const { upstream, post } = await stage(json(answered), settings)
    expect((await post("/v1/chat/completions", chat)).status).toBe(200)
    const second = await nodeGateway({ UPSTREAM_URL: upstream.url, API_KEYS: key, ...settings })
    const refused = await eventually("the tokens to be counted", async () => {
      const answer = await clientOf(second.url).post("/v1/chat/completions", chat)
      return answer.status === 429 ? answer : undefined
    })
    expect(await codeOf(refused)).toBe("insufficient_quota")
  })

  test("an answer is shared by all gateways of a tenant", async () => {
    const redis = await startRedis()
    const settings = { CACHE: "all", REDIS_URL: redis.url }
    const { upstream, post } = await stage(json(answered), settings)
    const body = { ...chat, temperature: 0 }
    await (await post("/v1/chat/completions", body)).text()
    const second = await nodeGateway({ UPSTREAM_URL: upstream.url, API_KEYS: key, ...settings })
    const hit = await eventually("the answer to be shared", async () => {
      const answer = await clientOf(second.url).post("/v1/chat/completions", body)
      return answer.headers.get("x-cache") === "hit" ? answer : undefined
    })
    expect(await hit.json()).toEqual(answered)
  })
})
