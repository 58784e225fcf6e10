import { execFile } from "node:child_process"
import { promisify } from "node:util"
import { fileURLToPath } from "node:url"
import { describe, expect, test } from "vitest"
import { beginEvents, chunk, completion, done, events, json, write } from "../support/scripts.ts"
import { key, runtimes, stage } from "../support/stage.ts"

// OpenAI's client for Python, as its users use it.

const run = promisify(execFile)
const python = fileURLToPath(new URL("../../../../.venv-test/bin/python", import.meta.url))
const program = fileURLToPath(new URL("openai_client.py", import.meta.url))

async function play(url: string, scenario: string, apiKey = key): Promise<unknown> {
  const { stdout } = await run(python, [program, url, apiKey, scenario])
  return JSON.parse(stdout)
}

describe.each(runtimes)("on $name", (runtime) => {
  test("chats, streams, lists models and knows errors", async () => {
    const { upstream, url } = await stage(json(completion("hello")), { RETRIES: "0" }, runtime)
    expect(await play(url, "whole")).toEqual({ text: "hello", tokens: 8 })
    upstream.play(events([chunk("he"), chunk("llo"), done]))
    expect(await play(url, "streamed")).toEqual({ text: "hello" })
    upstream.play(json({ object: "list", data: [{ id: "m", object: "model" }] }))
    expect(await play(url, "models")).toEqual({ ids: ["m"] })
    expect(await play(url, "error", "wrong")).toEqual({
      kind: "AuthenticationError",
      status: 401,
      code: "invalid_api_key",
    })
  })

  test("does not take a stream that broke off for a whole one", async () => {
    const { url } = await stage(
      async (exchange) => {
        beginEvents(exchange)
        await write(exchange, chunk("he"))
        exchange.socket.resetAndDestroy()
      },
      { RETRIES: "0" },
      runtime,
    )
    expect(await play(url, "error")).toMatchObject({ kind: "APIError" })
  })
})

test("a stream that is closed is given up upstream", async () => {
  const { upstream, url } = await stage(async (exchange) => {
    beginEvents(exchange)
    await write(exchange, chunk("he"))
  })
  expect(await play(url, "left")).toEqual({ first: "he" })
  await (
    await upstream.request(0)
  ).abandoned
})
