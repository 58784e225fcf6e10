import { spawnSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { convertV4MiniflareOptions, Miniflare } from "miniflare"
import OpenAI from "openai"
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest"
import { runService, startService } from "./service-process.ts"
import { copyTemplate, npm, type TemplateCopy } from "./template-copy.ts"
import {
  answerJson,
  beginEvents,
  endAfter,
  type UpstreamServer,
  upstreamServer,
} from "./upstream-server.ts"

const key = "key-of-a-test"
const authorization = `Bearer ${key}`
const chat = { model: "m", messages: [{ role: "user" as const, content: "hello" }] }
const done = "data: [DONE]\n\n"

let template: TemplateCopy

beforeAll(() => {
  template = copyTemplate("services/gateway")
  npm(["ci", "--no-audit", "--no-fund"], template.folder)
  npm(["run", "build"], template.folder)
}, 120_000)

afterAll(() => template.remove())

const command = [process.execPath, "dist/node.js"] as const

async function startGateway(upstream: UpstreamServer, variables: Record<string, string> = {}) {
  const base = { UPSTREAM_URL: upstream.url, API_KEYS: `other,${key}`, AIDEP_DEPLOYMENT: "d-1" }
  const service = await startService({
    command,
    folder: template.folder,
    variables: { ...base, ...variables },
  })
  const post = async (path: string, body: unknown, init: RequestInit = {}) =>
    await fetch(service.url + path, {
      method: "POST",
      headers: { authorization, "content-type": "application/json" },
      body: JSON.stringify(body),
      ...init,
    })
  return { ...service, post }
}

function readerOf(answer: Response) {
  if (answer.body === null) throw new Error("The answer has no body.")
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader()
  return async () => (await reader.read()).value
}

function gateway(args: readonly string[], variables: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["dist/node.js", ...args], {
    cwd: template.folder,
    encoding: "utf8",
    env: { PATH: process.env["PATH"], ...variables },
  })
  return { status, stdout, stderr }
}

function startWorker(bindings: Record<string, string>) {
  const script = readFileSync(join(template.folder, "dist/worker.js"), "utf8")
  const options = { modules: true, script, compatibilityDate: "2026-10-01", bindings }
  const compatibilityFlags = ["enable_request_signal"]
  const worker = new Miniflare(convertV4MiniflareOptions({ ...options, compatibilityFlags }))
  onTestFinished(async () => await worker.dispose())
  return async (path: string, init: RequestInit = {}) => {
    const url = new URL(path, await worker.ready)
    return await fetch(url, { headers: { authorization }, ...init })
  }
}

describe("on Node", () => {
  test("the template's own tests and types pass", () => {
    expect(() => npm(["test"], template.folder)).not.toThrow()
    expect(() => npm(["run", "check"], template.folder)).not.toThrow()
  })

  test("a wrong configuration is refused with everything that is wrong", async () => {
    const { exit, stderr } = await runService({
      command,
      folder: template.folder,
      variables: { RATE_LIMIT: "lots" },
    })
    expect(exit).toBe(78)
    expect(stderr).toContain("UPSTREAM_URL is not set")
    expect(stderr).toContain("RATE_LIMIT has to be requests/period")
  })

  test("a generation reaches the upstream with its token, and every answer names the deployment", async () => {
    const upstream = await upstreamServer((response) => answerJson(response, { text: "hi" }))
    const { url, post, lines } = await startGateway(upstream, { UPSTREAM_TOKEN: "up" })
    const stranger = await post("/v1/generate", { prompt: "hello" }, { headers: {} })
    expect(stranger.status).toBe(401)
    expect(upstream.received).toEqual([])

    const answer = await post("/v1/generate", { prompt: "hello", adapter: "a", max_tokens: 8 })
    expect(await answer.json()).toEqual({ text: "hi" })
    expect(upstream.received[0]).toMatchObject({
      path: "/v1/generate",
      headers: { authorization: "Bearer up" },
      body: '{"prompt":"hello","adapter":"a","max_tokens":8}',
    })
    const health = await fetch(`${url}/health`)
    expect(await health.json()).toEqual({ status: "ok" })
    for (const { headers } of [stranger, answer, health])
      expect(headers.get("x-aidep-deployment")).toBe("d-1")
    expect(lines.join("\n")).not.toContain("hello")
    expect(lines.join("\n")).not.toContain(key)
  })

  test("over the limit is 429, for one key alone", async () => {
    const upstream = await upstreamServer((response) => answerJson(response, {}))
    const { url, post } = await startGateway(upstream, { RATE_LIMIT: "2/60s" })
    const statuses = [1, 2, 3].map(async () => (await post("/v1/completions", {})).status)
    expect((await Promise.all(statuses)).toSorted()).toEqual([200, 200, 429])
    const other = await fetch(`${url}/v1/models`, { headers: { "x-api-key": "other" } })
    expect(other.status).toBe(200)
  })

  test("events are passed on as they come", async () => {
    const first = Promise.withResolvers<void>()
    const upstream = await upstreamServer((response) => {
      beginEvents(response)
      response.write("data: 1\n\n")
      void endAfter(first.promise, response, `data: 2\n\n${done}`)
    })
    const { post } = await startGateway(upstream)
    const read = readerOf(await post("/v1/chat/completions", { ...chat, stream: true }))
    // The upstream sends the second event only after the first has arrived here.
    expect(await read()).toBe("data: 1\n\n")
    first.resolve()
    expect(await read()).toBe(`data: 2\n\n${done}`)
    expect(await read()).toBeUndefined()
  })

  test("a client that leaves before the answer, leaves the upstream too", async () => {
    const upstream = await upstreamServer(() => undefined)
    const { post } = await startGateway(upstream)
    const client = new AbortController()
    const arrived = upstream.next()
    const answer = post("/v1/completions", {}, { signal: client.signal }).catch(String)
    const { abandoned } = await arrived
    client.abort()
    await expect(abandoned).resolves.toBe("abandoned")
    expect(await answer).toContain("AbortError")
  })

  test("a client that leaves in the middle of the answer, leaves the upstream too", async () => {
    const upstream = await upstreamServer((response) => {
      beginEvents(response)
      response.write("data: 1\n\n")
    })
    const { post } = await startGateway(upstream)
    const client = new AbortController()
    const answer = await post("/v1/completions", {}, { signal: client.signal })
    expect(await readerOf(answer)()).toBe("data: 1\n\n")
    client.abort()
    await expect(upstream.received[0]?.abandoned).resolves.toBe("abandoned")
  })

  test("an upstream that breaks off in a stream is an error, also for OpenAI's client", async () => {
    const chunk = {
      id: "1",
      object: "chat.completion.chunk",
      choices: [{ delta: { content: "a" } }],
    }
    const upstream = await upstreamServer((response) => {
      beginEvents(response)
      response.write(`data: ${JSON.stringify(chunk)}\n\n`, () => response.destroy())
    })
    const { url, post } = await startGateway(upstream)
    const text = await (await post("/v1/chat/completions", { ...chat, stream: true })).text()
    expect(text).toContain("event: error")
    expect(text).not.toContain("[DONE]")

    const client = new OpenAI({ apiKey: key, baseURL: `${url}/v1`, maxRetries: 0 })
    const stream = await client.chat.completions.create({ ...chat, stream: true })
    const read = async () => {
      for await (const { choices } of stream) expect(choices[0]?.delta.content).toBe("a")
    }
    await expect(read()).rejects.toThrow("broke off")
  })

  test("an upstream that breaks off in a whole answer, or is not there, is 502", async () => {
    const upstream = await upstreamServer((response) => {
      response.writeHead(200, { "content-type": "application/json", "content-length": "100" })
      response.write('{"half":', () => response.destroy())
    })
    const { post } = await startGateway(upstream)
    expect((await post("/v1/completions", {})).status).toBe(502)
    const alone = await startGateway({ ...upstream, url: "http://127.0.0.1:1" })
    expect((await alone.post("/v1/completions", {})).status).toBe(502)
  })

  test("a body over 1 MiB is refused, whether its length is told or not", async () => {
    const upstream = await upstreamServer((response) => answerJson(response, {}))
    const { post } = await startGateway(upstream)
    const large = { prompt: "a".repeat(1024 * 1024) }
    expect((await post("/v1/generate", large)).status).toBe(413)
    const body = new Blob([JSON.stringify(large)]).stream()
    const chunked = await post("/v1/generate", undefined, { body, duplex: "half" })
    expect(chunked.status).toBe(413)
    expect(upstream.received).toEqual([])
  })

  test("asked to stop, it ends what it has begun, takes nothing new and exits with 0", async () => {
    const rest = Promise.withResolvers<void>()
    const upstream = await upstreamServer((response) => {
      beginEvents(response)
      response.write("data: 1\n\n")
      void endAfter(rest.promise, response, done)
    })
    const { url, post, child, exit, lines } = await startGateway(upstream)
    const read = readerOf(await post("/v1/chat/completions", { ...chat, stream: true }))
    expect(await read()).toBe("data: 1\n\n")
    child.kill("SIGTERM")
    await expect.poll(() => lines.join("\n")).toContain('"stopping"')
    await expect(fetch(`${url}/health`)).rejects.toThrow("fetch failed")
    rest.resolve()
    expect(await read()).toBe(done)
    expect(await exit).toBe(0)
  })
})

describe("the commands", () => {
  test("--check-config prints the settings without what is secret", () => {
    const variables = {
      UPSTREAM_URL: "http://127.0.0.1:1",
      UPSTREAM_TOKEN: "hidden-token",
      API_KEYS: "hidden-key",
      REDIS_URL: "redis://user:hidden-password@127.0.0.1:1",
    }
    const { status, stdout } = gateway(["--check-config"], variables)
    expect(status).toBe(0)
    expect(stdout).not.toContain("hidden")
    expect(JSON.parse(stdout)).toMatchObject({ rateLimit: { requests: 60, periodMs: 60_000 } })
    expect(gateway(["--check-config"]).status).toBe(78)
  })

  test("a key is issued, works, is rotated and revoked while the gateway runs", async () => {
    const store = { KEY_STORE: join(template.folder, "keys.json") }
    const issued = gateway(["keys", "issue", "--tenant", "acme", "--rate", "100/60s"], store)
    const { id, key: first } = JSON.parse(issued.stdout)
    expect(readFileSync(store.KEY_STORE, "utf8")).not.toContain(first)
    const upstream = await upstreamServer((response) => answerJson(response, {}))
    const { url } = await startGateway(upstream, store)
    const status = async (presented: string) =>
      (await fetch(`${url}/v1/models`, { headers: { "x-api-key": presented } })).status
    expect(await status(first)).toBe(200)

    const rotated = gateway(["keys", "rotate", id, "--overlap", "0s"], store)
    const { id: next, key: second } = JSON.parse(rotated.stdout)
    await expect.poll(() => status(first), { timeout: 8_000 }).toBe(401)
    expect(await status(second)).toBe(200)
    expect(gateway(["keys", "revoke", next], store).status).toBe(0)
    await expect.poll(() => status(second), { timeout: 8_000 }).toBe(401)

    expect(gateway(["keys", "list"], store).stdout).not.toMatch(/gw_|[0-9a-f]{64}/)
    expect(gateway(["keys", "revoke", "nobody"], store).status).toBe(1)
    expect(gateway(["keys", "issue"], store).status).toBe(1)
    expect(gateway(["keys", "list"]).status).toBe(2)
  })
})

describe("on Workers", () => {
  test("keys, limits, streams and the deployment header work as on Node", async () => {
    const upstream = await upstreamServer((response, { path }) => {
      if (path === "/v1/models") return answerJson(response, { data: [] })
      beginEvents(response)
      response.write("data: 1\n\n")
      return response.end(path === "/v1/completions" ? done : "")
    })
    const ask = startWorker({
      UPSTREAM_URL: upstream.url,
      UPSTREAM_TOKEN: "up",
      API_KEYS: key,
      AIDEP_DEPLOYMENT: "d-1",
      RATE_LIMIT: "3/60s",
      LOG_LEVEL: "silent",
    })
    const health = await ask("/health", { headers: {} })
    expect(await health.json()).toEqual({ status: "ok" })
    expect(health.headers.get("x-aidep-deployment")).toBe("d-1")
    expect((await ask("/v1/models", { headers: {} })).status).toBe(401)

    expect(await (await ask("/v1/models")).json()).toEqual({ data: [] })
    expect(upstream.received[0]?.headers.authorization).toBe("Bearer up")
    const post = { method: "POST", body: "{}" }
    expect(await (await ask("/v1/completions", post)).text()).toBe(`data: 1\n\n${done}`)
    expect(await (await ask("/v1/chat/completions", post)).text()).toContain("event: error")
    expect((await ask("/v1/models")).status).toBe(429)
  })

  // workerd notices that a client is gone when it has something to send to it.
  test("a client that leaves, leaves the upstream too, at the next event", async () => {
    const upstream = await upstreamServer((response) => {
      beginEvents(response)
      const timer = setInterval(() => response.write("data: 1\n\n"), 10)
      response.on("close", () => clearInterval(timer))
    })
    const ask = startWorker({ UPSTREAM_URL: upstream.url, API_KEYS: key, LOG_LEVEL: "silent" })
    const client = new AbortController()
    const answer = await ask("/v1/completions", {
      method: "POST",
      body: "{}",
      signal: client.signal,
    })
    expect(await readerOf(answer)()).toContain("data: 1\n\n")
    client.abort()
    await expect(upstream.received[0]?.abandoned).resolves.toBe("abandoned")
  })

  test("without its settings it answers 500 and says nothing about them", async () => {
    const answer = await startWorker({})("/health")
    expect(answer.status).toBe(500)
    expect(await answer.text()).not.toContain("UPSTREAM_URL")
  })
})
