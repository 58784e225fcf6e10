import { describe, expect, test } from "vitest"
import { eventually } from "../../../support/eventually.ts"
import { beginEvents, chunk, done, write } from "../support/scripts.ts"
import type { Script } from "../support/scripted-upstream.ts"
import { needsRedis, startRedis } from "../support/stage-redis.ts"
import { chat, clientOf, codeOf, key, nodeGateway, stage } from "../support/stage.ts"

// Group 14: streams at the same time are counted for all gateways together where they share a Redis.

const streamed = { ...chat, stream: true }
const hold: Script = async (exchange) => {
  beginEvents(exchange)
  await write(exchange, chunk("a"))
}
/** A busy machine takes its time; what happens when Redis is late is tested elsewhere. */
const patient = { STREAM_LIMIT: "2", RATE_LIMIT: "100000/1s", REDIS_TIMEOUT: "20s" }

type Client = Pick<ReturnType<typeof clientOf>, "post">

const open = async ({ post }: Client, client = new AbortController()) =>
  await post("/v1/chat/completions", streamed, { signal: client.signal })

const refusalOf = async (client: Client) => {
  const answer = await open(client)
  return [answer.status, await codeOf(answer)]
}

const served = async (client: Client) =>
  await eventually("a place to be free", async () => {
    const answer = await open(client)
    return answer.status === 200 ? answer : undefined
  })

async function twoGateways(settings: Readonly<Record<string, string>>) {
  const { upstream, ...first } = await stage(hold, settings)
  const second = await nodeGateway({ UPSTREAM_URL: upstream.url, API_KEYS: key, ...settings })
  return { upstream, first, second: { ...clientOf(second.url), process: second } }
}

describe.runIf(needsRedis())("two gateways on one Redis", () => {
  test("let exactly so many streams run, and another one when one has ended", async () => {
    const redis = await startRedis()
    const { upstream, first, second } = await twoGateways({ ...patient, REDIS_URL: redis.url })
    expect((await open(first)).status).toBe(200)
    expect((await open(second)).status).toBe(200)
    expect(await refusalOf(first)).toEqual([429, "too_many_streams"])
    expect(await refusalOf(second)).toEqual([429, "too_many_streams"])
    upstream.received[0]?.response.end(done)
    expect((await served(second)).status).toBe(200)
  })

  test("give the places of one that died to the other, once its streams cannot run any more", async () => {
    const redis = await startRedis()
    const { first, second } = await twoGateways({
      ...patient,
      REDIS_URL: redis.url,
      TOTAL_TIMEOUT: "3s",
    })
    const before = [await open(second), await open(second)]
    expect(before.map(({ status }) => status)).toEqual([200, 200])
    await second.process.stop()
    expect(await refusalOf(first)).toEqual([429, "too_many_streams"])
    expect((await served(first)).status).toBe(200)
  })

  test("count each for itself while Redis is away", async () => {
    const redis = await startRedis()
    const { first, second } = await twoGateways({ STREAM_LIMIT: "1", REDIS_URL: redis.url })
    await redis.stop()
    for (const gateway of [first, second]) {
      expect((await open(gateway)).status).toBe(200)
      expect(await refusalOf(gateway)).toEqual([429, "too_many_streams"])
    }
  })
})
