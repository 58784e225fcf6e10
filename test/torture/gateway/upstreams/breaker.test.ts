import { describe, expect, test } from "vitest"
import { eventually } from "../../../support/eventually.ts"
import { completion, json, refusal, silence } from "../support/scripts.ts"
import type { Script } from "../support/scripted-upstream.ts"
import { chat, codeOf, runtimes, stage } from "../support/stage.ts"

// Groups 6 and 7: a failing upstream is left alone, one request finds out whether it is back, and meanwhile the
// others are told at once.

const quick = { RETRIES: "0", BREAKER_REQUESTS: "5", BREAKER_OPEN: "1s", BREAKER_WINDOW: "60s" }
const reset: Script = ({ socket }) => socket.resetAndDestroy()

type Staged = Awaited<ReturnType<typeof stage>>

const ask = async ({ post }: Staged) => await post("/v1/chat/completions", chat)

async function opened(settings: Readonly<Record<string, string>> = {}, runtime = runtimes[0]) {
  const staged = await stage(reset, { ...quick, ...settings }, runtime)
  for (let index = 0; index < 5; index += 1) expect((await ask(staged)).status).toBe(502)
  return staged
}

/** Asks with many requests at once, until the breaker lets one of them through. */
async function probing(staged: Staged) {
  const before = staged.upstream.received.length
  let others: readonly Response[] = []
  const probe = await eventually("a request to be let through", async () => {
    const client = new AbortController()
    const burst = Array.from({ length: 100 }, async () =>
      staged.post("/v1/chat/completions", chat, { signal: client.signal }),
    )
    // The one that hangs is the one that was let through; without it all answer.
    const settled: Response[] = []
    for (const one of burst) void one.then((answer) => settled.push(answer)).catch(String)
    await eventually("the others to be answered", () => settled.length >= 99)
    // The one that is let through may still be on its way.
    await eventually(
      "the last one to be answered or let through",
      () => settled.length === burst.length || staged.upstream.received.length > before,
    )
    if (staged.upstream.received.length === before) return undefined
    others = settled
    return { client }
  })
  return { ...probe, others, asked: staged.upstream.received.length - before }
}

describe.each(runtimes)("an upstream that fails, on $name", (runtime) => {
  test("is not asked any more, and callers are told when to come back", async () => {
    const staged = await opened({ BREAKER_OPEN: "60s" }, runtime)
    const answer = await ask(staged)
    expect([answer.status, await codeOf(answer)]).toEqual([503, "upstream_unavailable"])
    expect(Number(answer.headers.get("retry-after"))).toBeGreaterThanOrEqual(1)
    expect(staged.upstream.received).toHaveLength(5)
    expect((await staged.ask("/health")).status).toBe(200)
    expect((await staged.ask("/ready")).status).toBe(503)
  })

  test.each([400, 404, 422, 429])(
    "is asked on after any number of answers with %i",
    async (status) => {
      const staged = await stage(refusal(status), quick, runtime)
      for (let index = 0; index < 12; index += 1) expect((await ask(staged)).status).toBe(status)
      expect(staged.upstream.received).toHaveLength(12)
    },
  )
})

test("exactly one of a hundred requests finds out whether the upstream is back", async () => {
  const staged = await opened()
  staged.upstream.play(silence)
  const { asked, others } = await probing(staged)
  expect(asked).toBe(1)
  expect(new Set(others.map(({ status }) => status))).toEqual(new Set([503]))
  expect(await staged.metric("gateway_breaker_state")).toBe(1)

  json(completion("back"))(staged.upstream.received.at(-1) ?? fail())
  staged.upstream.play(json(completion("back")))
  await eventually("the breaker to close", async () => {
    return (await staged.metric("gateway_breaker_state")) === 0
  })
  expect((await ask(staged)).status).toBe(200)
})

test("a request that finds it still failing keeps it closed off for everybody", async () => {
  const staged = await opened()
  await eventually("the next try", async () => (await ask(staged)).status === 502)
  const asked = staged.upstream.received.length
  const answers = await Promise.all(Array.from({ length: 20 }, async () => await ask(staged)))
  expect(answers.every(({ status }) => status === 503)).toBe(true)
  expect(staged.upstream.received).toHaveLength(asked)
})

test("a client that leaves while its request finds out is no failure, and does not keep it shut", async () => {
  const staged = await opened()
  staged.upstream.play(silence)
  const { client } = await probing(staged)
  const probe = staged.upstream.received.at(-1) ?? fail()
  client.abort()
  await probe.abandoned
  staged.upstream.play(json(completion("back")))
  const asked = await eventually(
    "the upstream to be asked again",
    async () => (await ask(staged)).status === 200,
  )
  expect(asked).toBe(true)
})

test("clients that leave do not open it", async () => {
  const staged = await stage(silence, quick)
  for (let index = 0; index < 12; index += 1) {
    const client = new AbortController()
    const gone = staged.post("/v1/chat/completions", chat, { signal: client.signal }).catch(String)
    await (
      await staged.upstream.request(index)
    ).socket
    client.abort()
    await gone
  }
  staged.upstream.play(json(completion("hello")))
  expect((await ask(staged)).status).toBe(200)
})

function fail(): never {
  throw new Error("No request has reached the upstream.")
}
