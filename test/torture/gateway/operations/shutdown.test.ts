import { describe, expect, test } from "vitest"
import { eventually } from "../../../support/eventually.ts"
import { openRaw } from "../support/raw-client.ts"
import { beginEvents, chunk, completion, done, json, silence, write } from "../support/scripts.ts"
import type { Script } from "../support/scripted-upstream.ts"
import { authorization, chat, readerOf, stageProcess } from "../support/stage.ts"

// Group 16: asked to stop, the gateway ends what it has begun.

const streamed = { ...chat, stream: true }
const held: Script = async (exchange) => {
  beginEvents(exchange)
  await write(exchange, chunk("a"))
}

type Staged = Awaited<ReturnType<typeof stageProcess>>

const stopping = async ({ gateway }: Staged) =>
  await eventually("the gateway to say that it stops", () =>
    gateway.lines.some((line) => line.includes('"stopping"')),
  )

describe("SIGTERM", () => {
  test("fails none of what runs, streamed or not, and ends with 0", async () => {
    const staged = await stageProcess(held)
    const { upstream, gateway, post } = staged
    const streams = Array.from(
      { length: 20 },
      async () => await post("/v1/chat/completions", streamed),
    )
    await upstream.request(19)
    upstream.play(silence)
    const answers = Array.from({ length: 20 }, async () => await post("/v1/chat/completions", chat))
    await upstream.request(39)
    gateway.child.kill("SIGTERM")
    await stopping(staged)
    for (const [index, exchange] of upstream.received.entries())
      if (index < 20) exchange.response.end(done)
      else json(completion("hello"))(exchange)
    for (const stream of streams) expect(await (await stream).text()).toBe(chunk("a") + done)
    for (const answer of answers) expect(await (await answer).json()).toEqual(completion("hello"))
    expect(await gateway.exit).toBe(0)
  })

  test("takes nothing new, and lets idle connections go", async () => {
    const staged = await stageProcess(held)
    const { gateway, post, ask } = staged
    const idle = openRaw(staged.url)
    idle.send(`GET /health HTTP/1.1\r\nhost: g\r\nauthorization: ${authorization}\r\n\r\n`)
    await eventually("an answer", () => idle.text().includes("ok"))
    const read = readerOf(await post("/v1/chat/completions", streamed))
    await read()
    gateway.child.kill("SIGTERM")
    await stopping(staged)
    await idle.closed
    await expect(ask("/health")).rejects.toThrow("fetch failed")
    staged.upstream.received[0]?.response.end(done)
    expect(await read()).toBe(done)
    expect(await gateway.exit).toBe(0)
  })

  test("says so to who asks whether it is ready, and serves until traffic has moved", async () => {
    const staged = await stageProcess(json(completion("hello")), { DRAIN_DELAY: "20s" })
    expect((await staged.ask("/ready")).status).toBe(200)
    staged.gateway.child.kill("SIGTERM")
    await eventually("it to be not ready", async () => (await staged.ask("/ready")).status === 503)
    expect((await staged.post("/v1/chat/completions", chat)).status).toBe(200)
    expect((await staged.ask("/health")).status).toBe(200)
  })

  test("breaks off what takes too long, with an error", async () => {
    const staged = await stageProcess(held, { DRAIN_TIMEOUT: "300ms" })
    const stream = await staged.post("/v1/chat/completions", streamed)
    staged.upstream.play(silence)
    const answer = staged.post("/v1/chat/completions", chat)
    await staged.upstream.request(1)
    staged.gateway.child.kill("SIGTERM")
    const text = await stream.text()
    expect(text).toContain("event: error")
    expect(text).toContain('"stopping"')
    expect(text).not.toContain("[DONE]")
    expect((await answer).status).toBe(503)
    await Promise.all(staged.upstream.received.map(async ({ abandoned }) => await abandoned))
    expect(await staged.gateway.exit).toBe(0)
  })

  test("a second time ends at once", async () => {
    const staged = await stageProcess(held, { DRAIN_TIMEOUT: "600s" })
    const stream = await staged.post("/v1/chat/completions", streamed)
    staged.gateway.child.kill("SIGTERM")
    await stopping(staged)
    staged.gateway.child.kill("SIGTERM")
    await staged.gateway.exit
    expect(await stream.text().catch(() => "broken")).not.toContain("[DONE]")
  })

  test("with nothing to do ends with 0", async () => {
    const { gateway } = await stageProcess(json({}))
    gateway.child.kill("SIGTERM")
    expect(await gateway.exit).toBe(0)
  })

  test("loses no line of the log", async () => {
    const staged = await stageProcess(json(completion("hello")))
    for (let index = 0; index < 50; index += 1)
      await (await staged.post("/v1/chat/completions", chat)).text()
    staged.gateway.child.kill("SIGTERM")
    await staged.gateway.exit
    const requests = staged.gateway.lines.filter((line) => line.includes("/v1/chat/completions"))
    expect(requests).toHaveLength(50)
  })
})
