import { readFileSync } from "node:fs"
import { describe, expect, test } from "vitest"
import { eventually } from "../../../support/eventually.ts"
import { smallInstance } from "../support/gateway-process.ts"
import { beginEvents, completion, json, silence, write } from "../support/scripts.ts"
import type { Script } from "../support/scripted-upstream.ts"
import { chat, codeOf, stageProcess } from "../support/stage.ts"

// What never comes to an end does not fill the memory, whoever sends it.

const part = "a".repeat(256 * 1024)
/** Beyond this an upstream has sent more than any memory would hold. */
const parts = 600
const mostMb = 200

const endlessLine: Script = async (exchange) => {
  beginEvents(exchange)
  await write(exchange, "data: ")
  for (let index = 0; index < parts; index += 1) if (!(await write(exchange, part))) return
  exchange.socket.destroy()
}
const endlessAnswer: Script = async (exchange) => {
  exchange.response.writeHead(200, { "content-type": "application/json" })
  await write(exchange, '{"text":"')
  for (let index = 0; index < parts; index += 1) if (!(await write(exchange, part))) return
  exchange.socket.destroy()
}

describe("an upstream that sends 150 MB", () => {
  test.each([
    {
      what: "as one event",
      script: endlessLine,
      body: { ...chat, stream: true },
      path: "/v1/chat/completions",
      settings: {},
    },
    {
      what: "as one event of another form",
      script: endlessLine,
      body: { prompt: "p", stream: true },
      path: "/v1/generate",
      settings: { UPSTREAM_KIND: "openai" },
    },
    {
      what: "as one answer",
      script: endlessAnswer,
      body: chat,
      path: "/v1/chat/completions",
      settings: {},
    },
    {
      what: "as one answer that may be cached",
      script: endlessAnswer,
      body: { ...chat, temperature: 0 },
      path: "/v1/chat/completions",
      settings: { CACHE: "all" },
    },
    {
      what: "as one answer of another form",
      script: endlessAnswer,
      body: { prompt: "p" },
      path: "/v1/generate",
      settings: { UPSTREAM_KIND: "openai" },
    },
  ])(
    "$what does not fill the memory, and ends in an error",
    async ({ script, body, path, settings }) => {
      const { gateway, upstream, post, ask } = await stageProcess(
        script,
        { RETRIES: "0", ...settings },
        { nodeOptions: smallInstance },
      )
      const received = await post(path, body)
        .then(async (answer) => ({ status: answer.status, bytes: await drained(answer) }))
        .catch(String)
      expect(received).not.toMatchObject({ status: 200, bytes: "whole" })
      expect(gateway.child.exitCode).toBeNull()
      expect(peakMb(gateway.pid)).toBeLessThan(mostMb)
      upstream.play(json(completion("hello")))
      expect((await ask("/health")).status).toBe(200)
      expect((await post("/v1/chat/completions", { ...chat, user: "next" })).status).toBe(200)
    },
  )
})

test("callers that send a megabyte each, to an upstream that never answers, do not fill the memory", async () => {
  const { gateway, upstream, post, ask } = await stageProcess(
    silence,
    { MAX_IN_FLIGHT: "10000" },
    { nodeOptions: smallInstance },
  )
  const body = JSON.stringify({ prompt: "a".repeat(1_000_000) })
  const clients = Array.from({ length: 200 }, () => new AbortController())
  const refused: Response[] = []
  for (const { signal } of clients)
    void post("/v1/completions", body, { signal })
      .then((answer) => refused.push(answer))
      .catch(String)
  await eventually(
    "all to be asked for or refused",
    () => upstream.received.length + refused.length === 200,
  )
  expect(refused.length).toBeGreaterThan(50)
  for (const answer of refused.slice(0, 3))
    expect([answer.status, await codeOf(answer)]).toEqual([503, "overloaded"])
  expect((await ask("/health")).status).toBe(200)
  // Kept, read and written again, all of them would take 400 MB and more beside what the process has.
  expect(peakMb(gateway.pid)).toBeLessThan(mostMb + 100)
  for (const client of clients) client.abort()
  upstream.play(json(completion("hello")))
  await eventually("room again", async () => (await post("/v1/completions", body)).status === 200)
})

/** Reads an answer without keeping it; "whole" when it came to a clean end without an error. */
async function drained(answer: Response): Promise<string> {
  let tail = ""
  for await (const bytes of answer.body ?? [])
    tail = (tail + Buffer.from(bytes).toString("latin1")).slice(-400)
  return tail.includes("error") ? "error" : "whole"
}

function peakMb(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8")
  return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1]) / 976.5625
}
