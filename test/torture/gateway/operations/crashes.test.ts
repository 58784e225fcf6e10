import { expect, test } from "vitest"
import { eventually } from "../../../support/eventually.ts"
import { beginEvents, chunk, done, json, write } from "../support/scripts.ts"
import type { Script } from "../support/scripted-upstream.ts"
import { chat, stageProcess, upstreamFor } from "../support/stage.ts"

// Group 20: a mistake in the gateway itself is written down and reported, what runs is ended, and the platform starts
// it anew.

const held: Script = async (exchange) => {
  beginEvents(exchange)
  await write(exchange, chunk("a"))
}

/** A mistake that the gateway cannot know of, when the process gets a signal. */
const mistakes = {
  "a rejection that nobody handles": "Promise.reject(new Error('mistake of a test'))",
  "an exception that nobody catches":
    "setImmediate(() => { throw new Error('mistake of a test') })",
}

test.each(Object.entries(mistakes))("%s", async (_, code) => {
  const sentry = await upstreamFor(json({ id: "1" }))
  const dsn = `${sentry.url.replace("//", "//public@")}/7`
  const preload = `data:text/javascript,process.on("SIGUSR2",()=>{${encodeURIComponent(code)}})`
  const { upstream, gateway, post } = await stageProcess(
    held,
    { SENTRY_DSN: dsn, DRAIN_TIMEOUT: "30s" },
    { nodeOptions: ["--import", preload] },
  )
  const stream = await post("/v1/chat/completions", { ...chat, stream: true })
  gateway.child.kill("SIGUSR2")
  await eventually("the mistake to be logged", () =>
    gateway.lines.some((line) => line.includes("mistake of a test")),
  )
  upstream.received[0]?.response.end(done)
  expect(await stream.text()).toBe(chunk("a") + done)
  expect(await gateway.exit).toBe(1)
  const [report] = sentry.received
  expect(report?.path).toBe("/api/7/envelope/")
  expect(report?.body).toContain("mistake of a test")
  expect(report?.body).not.toContain("hello")
  for (const line of gateway.lines) expect(() => JSON.parse(line)).not.toThrow()
})

test("a Sentry that is not there, or never answers, holds nothing up", async () => {
  for (const dsn of [
    "http://public@127.0.0.1:1/7",
    `${(await upstreamFor(() => undefined)).url.replace("//", "//public@")}/7`,
  ]) {
    const { gateway, post } = await stageProcess(({ socket }) => socket.resetAndDestroy(), {
      SENTRY_DSN: dsn,
      RETRIES: "0",
    })
    for (let index = 0; index < 5; index += 1)
      expect((await post("/v1/chat/completions", chat)).status).toBe(502)
    gateway.child.kill("SIGTERM")
    expect(await gateway.exit).toBe(0)
  }
})
