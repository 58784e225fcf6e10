import OpenAI, { APIConnectionTimeoutError, AuthenticationError, InternalServerError } from "openai"
import { describe, expect, test } from "vitest"
import {
  beginEvents,
  chunk,
  completion,
  done,
  events,
  json,
  refusal,
  silence,
  write,
} from "../support/scripts.ts"
import type { Script } from "../support/scripted-upstream.ts"
import { chat, key, runtimes, stage } from "../support/stage.ts"

// OpenAI's client for Node, as its users use it.

const clientFor = (url: string, apiKey = key) =>
  new OpenAI({ apiKey, baseURL: `${url}/v1`, maxRetries: 0 })

const breaks: Script = async (exchange) => {
  beginEvents(exchange)
  await write(exchange, chunk("he"))
  exchange.socket.resetAndDestroy()
}

async function textOf(stream: AsyncIterable<OpenAI.Chat.ChatCompletionChunk>): Promise<string> {
  let text = ""
  for await (const { choices } of stream) text += choices[0]?.delta.content ?? ""
  return text
}

describe.each(runtimes)("on $name", (runtime) => {
  test("chats, whole and streamed", async () => {
    const { upstream, url } = await stage(json(completion("hello")), {}, runtime)
    const client = clientFor(url)
    const whole = await client.chat.completions.create(chat)
    expect(whole.choices[0]?.message.content).toBe("hello")
    expect(whole.usage?.total_tokens).toBe(8)
    upstream.play(events([chunk("he"), chunk("llo"), done]))
    expect(await textOf(await client.chat.completions.create({ ...chat, stream: true }))).toBe(
      "hello",
    )
  })

  test("lists models and embeds", async () => {
    const { upstream, url } = await stage(
      json({ object: "list", data: [{ id: "m", object: "model" }] }),
      {},
      runtime,
    )
    const client = clientFor(url)
    const ids: string[] = []
    for await (const { id } of client.models.list()) ids.push(id)
    expect(ids).toEqual(["m"])
    const embedding = [0.5, -0.25]
    upstream.play(
      json({ object: "list", model: "m", data: [{ object: "embedding", index: 0, embedding }] }),
    )
    const { data } = await client.embeddings.create({
      model: "m",
      input: "a",
      encoding_format: "float",
    })
    expect(data[0]?.embedding).toEqual(embedding)
  })

  test("knows the gateway's errors by their kinds", async () => {
    const { url, upstream } = await stage(
      json(completion("hello")),
      { RATE_LIMIT: "2/3600s", RETRIES: "0" },
      runtime,
    )
    await expect(clientFor(url, "wrong").chat.completions.create(chat)).rejects.toThrow(
      AuthenticationError,
    )
    upstream.play(refusal(500))
    await expect(clientFor(url).chat.completions.create(chat)).rejects.toThrow(InternalServerError)
    upstream.play(json(completion("hello")))
    await clientFor(url).chat.completions.create(chat)
    await expect(clientFor(url).chat.completions.create(chat)).rejects.toMatchObject({
      status: 429,
      code: "rate_limit_exceeded",
    })
  })

  test("does not take a stream that broke off for a whole one", async () => {
    const { url } = await stage(breaks, { RETRIES: "0" }, runtime)
    const stream = await clientFor(url).chat.completions.create({ ...chat, stream: true })
    await expect(textOf(stream)).rejects.toThrow(/broke off|upstream|connection/i)
  })
})

test("a stream that is aborted is given up upstream", async () => {
  const { upstream, url } = await stage(async (exchange) => {
    beginEvents(exchange)
    await write(exchange, chunk("he"))
  })
  const stream = await clientFor(url).chat.completions.create({ ...chat, stream: true })
  for await (const { choices } of stream) {
    expect(choices[0]?.delta.content).toBe("he")
    stream.controller.abort()
  }
  await (
    await upstream.request(0)
  ).abandoned
})

test("a request that takes longer than the client waits is given up upstream", async () => {
  const { upstream, url } = await stage(silence)
  const gone = clientFor(url).chat.completions.create(chat, { timeout: 300 })
  await expect(gone).rejects.toThrow(APIConnectionTimeoutError)
  await (
    await upstream.request(0)
  ).abandoned
})
