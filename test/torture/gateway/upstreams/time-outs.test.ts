import { setTimeout as pause } from "node:timers/promises"
import { describe, expect, test } from "vitest"
import {
  beginEvents,
  chunk,
  completion,
  inOrder,
  json,
  silence,
  write,
} from "../support/scripts.ts"
import type { Script } from "../support/scripted-upstream.ts"
import { chat, codeOf, runtimes, stage } from "../support/stage.ts"

// Each time-out ends a request that would hang, with an answer that says so.

const streamed = { ...chat, stream: true }
const headThenSilence: Script = (exchange) => beginEvents(exchange)
const oneEventThenSilence: Script = async (exchange) => {
  beginEvents(exchange)
  await write(exchange, chunk("a"))
}
const halfAnswerThenSilence: Script = ({ response }) => {
  response.writeHead(200, { "content-type": "application/json", "content-length": "100" })
  response.write('{"half":')
}
const drip: Script = async (exchange) => {
  beginEvents(exchange)
  while (await write(exchange, chunk("a"))) await pause(50)
}

describe.each(runtimes)("on $name", (runtime) => {
  test.each([
    { what: "never answers", script: silence, setting: { FIRST_BYTE_TIMEOUT: "300ms" } },
    {
      what: "stops in mid-answer",
      script: halfAnswerThenSilence,
      setting: { IDLE_TIMEOUT: "300ms" },
    },
  ])("an upstream that $what is 504", async ({ script, setting }) => {
    const { upstream, post } = await stage(script, { RETRIES: "0", ...setting }, runtime)
    const answer = await post("/v1/chat/completions", chat)
    expect([answer.status, await codeOf(answer)]).toEqual([504, "timeout"])
    await (
      await upstream.request(0)
    ).abandoned
  })

  test.each([
    {
      what: "stops before its first event",
      script: headThenSilence,
      setting: { IDLE_TIMEOUT: "300ms" },
    },
    {
      what: "stops in mid-stream",
      script: oneEventThenSilence,
      setting: { IDLE_TIMEOUT: "300ms" },
    },
    { what: "never comes to an end", script: drip, setting: { TOTAL_TIMEOUT: "600ms" } },
  ])("a stream that $what ends in an error", async ({ script, setting }) => {
    const { upstream, post } = await stage(script, { RETRIES: "0", ...setting }, runtime)
    const text = await (await post("/v1/chat/completions", streamed)).text()
    expect(text).toMatch(/"code":"timeout"/)
    expect(text).not.toContain("[DONE]")
    await (
      await upstream.request(0)
    ).abandoned
  })
})

test("a time-out is not the end of the gateway's connections", async () => {
  const { post } = await stage(inOrder(silence, json(completion("hello"))), {
    RETRIES: "0",
    FIRST_BYTE_TIMEOUT: "200ms",
  })
  expect((await post("/v1/chat/completions", chat)).status).toBe(504)
  expect((await post("/v1/chat/completions", chat)).status).toBe(200)
})
