import { setTimeout as pause } from "node:timers/promises"
import { describe, expect, test } from "vitest"
import { eventually } from "../../../support/eventually.ts"
import {
  beginEvents,
  chunk,
  completion,
  done,
  inOrder,
  json,
  refusal,
  silence,
  write,
} from "../support/scripts.ts"
import type { Script } from "../support/scripted-upstream.ts"
import { chat, type Client, onNode, runtimes, stage } from "../support/stage.ts"

// Group 3: a client that leaves, at any moment, ends the work upstream, and nobody else's.

const streamed = { ...chat, stream: true }

/** Sends a request and leaves; the answer is of no interest any more. */
function leaving(post: Client["post"], body: unknown) {
  const client = new AbortController()
  const gone = post("/v1/chat/completions", body, { signal: client.signal })
    .then(async (answer) => await answer.text())
    .catch(String)
  return { leave: () => client.abort(), gone }
}

const beforeFirstEvent: Script = (exchange) => beginEvents(exchange)
const inMidStream: Script = async (exchange) => {
  beginEvents(exchange)
  while (await write(exchange, chunk("a"))) await pause(10)
}
const inMidAnswer: Script = ({ response }) => {
  response.writeHead(200, { "content-type": "application/json", "content-length": "100" })
  response.write('{"half":')
}

describe("a client that leaves, on Node, is gone for the upstream", () => {
  test.each([
    { moment: "before the head of a stream", body: streamed, script: silence },
    { moment: "before the answer", body: chat, script: silence },
    { moment: "before the first event", body: streamed, script: beforeFirstEvent },
    { moment: "in mid-stream", body: streamed, script: inMidStream },
    { moment: "in the middle of an answer that is not a stream", body: chat, script: inMidAnswer },
  ])("$moment", async ({ body, script }) => {
    const { upstream, post, metric } = await stage(script, { LOG_LEVEL: "info" })
    const { leave, gone } = leaving(post, body)
    const { abandoned } = await upstream.request(0)
    leave()
    await abandoned
    expect(await gone).toContain("AbortError")
    await eventually("the request to be over", async () => {
      return (await metric("gateway_streams_active")) === 0
    })
    expect(upstream.received).toHaveLength(1)
  })

  test("a hundred times in a row, and nothing stays behind", async () => {
    const { upstream, post, metric } = await stage(inMidStream, { STREAM_LIMIT: "16" })
    for (let index = 0; index < 100; index += 10) {
      const clients = Array.from({ length: 10 }, () => leaving(post, streamed))
      await upstream.request(index + 9)
      for (const { leave } of clients) leave()
      await eventually("all streams to be given up", () => upstream.abandonedCount() === index + 10)
    }
    await eventually("no stream to be counted", async () => {
      return (await metric("gateway_streams_active")) === 0
    })
    upstream.play(json(completion("hello")))
    expect((await post("/v1/chat/completions", chat)).status).toBe(200)
  })

  test("while the gateway waits to try again: there is no further try", async () => {
    const { upstream, post, metric } = await stage(
      inOrder(refusal(503, "1"), json(completion("late"))),
      { RETRIES: "2", RETRY_BUDGET: "100%" },
    )
    const { leave, gone } = leaving(post, chat)
    await upstream.request(0)
    leave()
    expect(await gone).toContain("AbortError")
    // Another one that has to wait as long, and longer for its own turn: by its end the first would have been tried.
    upstream.play(inOrder(refusal(503, "2"), json(completion("second"))))
    const second = await post("/v1/chat/completions", { ...chat, user: "second" })
    expect(second.status).toBe(200)
    expect(upstream.received.filter(({ body }) => !body.includes("second"))).toHaveLength(1)
    expect(await metric("gateway_requests_in_flight")).toBeLessThanOrEqual(1)
  })

  test("while it sends its body: the upstream is never asked", async () => {
    const { upstream, url, post } = await stage(json(completion("hello")))
    const client = new AbortController()
    const body = new ReadableStream({
      start: (controller) => controller.enqueue(new TextEncoder().encode('{"prompt":')),
    })
    const gone = fetch(`${url}/v1/completions`, {
      method: "POST",
      headers: { "x-api-key": "key-of-a-test-0123456789", "content-type": "application/json" },
      body,
      duplex: "half",
      signal: client.signal,
    }).catch(String)
    client.abort()
    expect(await gone).toContain("AbortError")
    expect((await post("/v1/completions", { prompt: "p" })).status).toBe(200)
    expect(upstream.received).toHaveLength(1)
  })
})

describe("of identical requests that share one answer", () => {
  const same = { ...chat, temperature: 0 }
  const answered = completion("shared")

  async function shared() {
    const release = Promise.withResolvers<void>()
    const staged = await stage(
      async (exchange) => {
        await release.promise
        await json(answered)(exchange)
      },
      { CACHE: "all" },
      onNode,
    )
    const leader = leaving(staged.post, same)
    const { abandoned } = await staged.upstream.request(0)
    const follower = leaving(staged.post, same)
    await eventually("the second to wait for the first", async () => {
      return (await staged.metric("gateway_coalesced_waiting")) >= 1
    })
    return { ...staged, leader, follower, abandoned, release: release.resolve }
  }

  test("the one that asked first may leave: the other gets the answer", async () => {
    const { upstream, leader, follower, release } = await shared()
    leader.leave()
    await leader.gone
    release()
    expect(JSON.parse(await follower.gone)).toEqual(answered)
    expect(upstream.received.length).toBeLessThanOrEqual(2)
  })

  test("the other may leave: the one that asked first gets the answer", async () => {
    const { upstream, leader, follower, release } = await shared()
    follower.leave()
    await follower.gone
    release()
    expect(JSON.parse(await leader.gone)).toEqual(answered)
    expect(upstream.received).toHaveLength(1)
    expect(upstream.abandonedCount()).toBe(0)
  })

  test("when all leave, the upstream is left too", async () => {
    const { leader, follower, abandoned } = await shared()
    follower.leave()
    leader.leave()
    expect(await abandoned).toBeGreaterThan(0)
  })
})

// workerd notices that a client is gone when it has something to send to it.
describe.each(runtimes)("a client that leaves in mid-stream, on $name", (runtime) => {
  test("is gone for the upstream with the next event", async () => {
    const { upstream, post } = await stage(inMidStream, {}, runtime)
    const client = new AbortController()
    const answer = await post("/v1/chat/completions", streamed, { signal: client.signal })
    await answer.body?.getReader().read()
    client.abort()
    const { abandoned } = await upstream.request(0)
    expect(await abandoned).toBeGreaterThan(0)
  })
})

test("a stream that ends while its client leaves is no error", async () => {
  const { post, metric } = await stage(async (exchange) => {
    beginEvents(exchange)
    await write(exchange, chunk("a"))
    exchange.response.end(done)
  })
  for (let index = 0; index < 20; index += 1) {
    const client = new AbortController()
    const answer = await post("/v1/chat/completions", streamed, { signal: client.signal })
    await answer.body?.getReader().read()
    client.abort()
  }
  await eventually("no stream to be counted", async () => {
    return (await metric("gateway_streams_active")) === 0
  })
  expect(await metric("gateway_requests_total", { status: "500" })).toBe(0)
})
