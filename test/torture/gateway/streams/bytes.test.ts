import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import { events, raw } from "../support/scripts.ts"
import { done } from "../support/scripts.ts"
import { chat, runtimes, stage } from "../support/stage.ts"

// Group 1 of the torture list: the bytes of a stream arrive as they were sent, however they are cut.

const everythingSse = [
  ": a comment that keeps the connection open\n\n",
  "retry: 3000\n\n",
  "id: 7\nevent: message\ndata: first line\ndata: second line\ndata:\ndata: no space\n\n",
  'data: {"text":"Grüße, 世界, 👩🏽‍🚀, \\u0000"}\n\n',
  "data: with CRLF\r\ndata: in its lines\r\n\r\n",
  "data: with CR alone\r\r",
  'data:{"choices":[]}\n\n',
  ": ping\n\n",
].join("")
const whole = new TextEncoder().encode(everythingSse + done)
const streamed = { ...chat, stream: true }

describe.each(runtimes)("events on $name", (runtime) => {
  test("arrive byte by byte as they were sent, also when cut within characters and line ends", async () => {
    const bytes = Array.from(whole, (_, index) => whole.slice(index, index + 1))
    const { post } = await stage(events(bytes), {}, runtime)
    const answer = await post("/v1/chat/completions", streamed)
    expect(answer.headers.get("content-type")).toContain("text/event-stream")
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(whole)
  })

  test("arrive as they were sent for any cuts", async () => {
    const { post, upstream } = await stage(events([]), {}, runtime)
    const cuts = fc.uniqueArray(fc.integer({ min: 1, max: whole.length - 1 }), { maxLength: 12 })
    await fc.assert(
      fc.asyncProperty(cuts, async (places) => {
        const edges = [0, ...places.toSorted((a, b) => a - b), whole.length]
        upstream.play(events(edges.slice(1).map((edge, index) => whole.slice(edges[index], edge))))
        const answer = await post("/v1/chat/completions", streamed)
        expect(new Uint8Array(await answer.arrayBuffer())).toEqual(whole)
      }),
      { numRuns: 25 },
    )
  })

  test("of 1 MB arrive whole", async () => {
    const text = `data: ${"é".repeat(500_000)}\n\n${done}`
    const { post } = await stage(events([text]), {}, runtime)
    expect(await (await post("/v1/completions", { prompt: "p", stream: true })).text()).toBe(text)
  })

  test("arrive whole from an upstream that ends the stream with its connection", async () => {
    const head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n"
    const { post } = await stage(raw(`${head}data: 1\n\n${done}`), {}, runtime)
    expect(await (await post("/v1/completions", { prompt: "p", stream: true })).text()).toBe(
      `data: 1\n\n${done}`,
    )
  })

  test("are passed on one by one, not held back until the end", async () => {
    const second = Promise.withResolvers<void>()
    const { post } = await stage(
      async ({ response }) => {
        response.writeHead(200, { "content-type": "text/event-stream" })
        response.write("data: 1\n\n")
        await second.promise
        response.end(`data: 2\n\n${done}`)
      },
      {},
      runtime,
    )
    const answer = await post("/v1/chat/completions", streamed)
    const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader()
    expect(await reader?.read()).toEqual({ done: false, value: "data: 1\n\n" })
    second.resolve()
    expect((await reader?.read())?.value).toContain("data: 2\n\n")
  })
})
