import { spawnSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { AuthenticationError, BadRequestError, NotFoundError } from "openai"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { eventually } from "../../support/eventually.ts"
import { runService } from "../service-process.ts"
import { copyTemplate, type TemplateCopy } from "../template-copy.ts"
import { metricOf, python, root, startInference, token } from "./start-inference.ts"

let template: TemplateCopy

beforeAll(() => {
  template = copyTemplate("services/inference")
})

afterAll(() => template.remove())

const reasoning = { AIDEP_MODEL_ADAPTERS: '{"reasoning":"./adapters/reasoning"}' }

const start = async (variables: Record<string, string> = {}) =>
  await startInference({ folder: template.folder, variables: { ...reasoning, ...variables } })

const hello = { model: "stub", messages: [{ role: "user" as const, content: "hello" }] }

function pinsOf(path: string): readonly string[] {
  return readFileSync(join(root, path), "utf8").match(/^\S+==\S+$/gm) ?? []
}

function nameOf(pin: string): string | undefined {
  return pin.split("==")[0]
}

describe("lists of packages", () => {
  test("the tests run with the versions that the template pins", () => {
    const own = [
      ...pinsOf("templates/services/inference/requirements.txt"),
      ...pinsOf("templates/services/inference/requirements-vllm.txt"),
    ]
    const names = new Set(own.map(nameOf))
    const shared = pinsOf("test/requirements.txt").filter((pin) => names.has(nameOf(pin)))
    expect(shared.map(nameOf).toSorted()).toEqual([
      "aiohttp",
      "fastapi",
      "prometheus-client",
      "pydantic-settings",
      "uvicorn",
    ])
    expect(own).toEqual(expect.arrayContaining(shared))
  })

  test("the list of each engine has all that the service needs", () => {
    expect(pinsOf("templates/services/inference/requirements-hf.txt")).toEqual(
      expect.arrayContaining([...pinsOf("templates/services/inference/requirements.txt")]),
    )
    const [direct = ""] = readFileSync(
      join(root, "templates/services/inference/requirements.txt"),
      "utf8",
    ).split("\n\n")
    const vllm = pinsOf("templates/services/inference/requirements-vllm.txt").map(nameOf)
    expect(vllm).toEqual(expect.arrayContaining((direct.match(/^\S+==\S+$/gm) ?? []).map(nameOf)))
  })
})

test("the template's own tests pass", { timeout: 180_000 }, () => {
  const args = ["-m", "pytest", "--quiet", "-p", "no:cacheprovider", "-rs"]
  const { status, stdout } = spawnSync(python, args, { cwd: template.folder, encoding: "utf8" })
  for (const line of stdout.match(/^SKIPPED.*$/gm) ?? []) console.log(line)
  expect(stdout).toMatch(/\d+ passed/)
  expect(status, stdout).toBe(0)
})

test("OpenAI's client chats, streams, embeds and lists models", async () => {
  const client = (await start()).client()
  const whole = await client.chat.completions.create({ ...hello, model: "reasoning" })
  expect(whole.model).toBe("stub")
  expect(whole.choices[0]?.message.content).toContain('adapter "reasoning"')

  const options = { stream: true, stream_options: { include_usage: true } } as const
  const stream = await client.chat.completions.create({ ...hello, ...options, max_tokens: 4 })
  let text = ""
  let tokens: number | undefined
  for await (const { choices, usage } of stream) {
    text += choices[0]?.delta.content ?? ""
    tokens = usage?.completion_tokens
  }
  expect(text).toBe("This is the stub")
  expect(tokens).toBe(4)

  const { data } = await client.models.list()
  expect(data.map(({ id }) => id)).toEqual(["stub", "reasoning"])

  const [packed, plain] = await Promise.all(
    [{}, { encoding_format: "float" as const }].map(
      async (form) => await client.embeddings.create({ model: "stub", input: "hello", ...form }),
    ),
  )
  expect(packed?.data[0]?.embedding[0]).toBeCloseTo(plain?.data[0]?.embedding[0] ?? 0, 6)
})

test("OpenAI's client understands its refusals", async () => {
  const service = await start({ MAX_TOKENS: "16" })
  const chat = async (apiKey: string, changes: object) =>
    await service.client(apiKey).chat.completions.create({ ...hello, ...changes })
  await expect(chat("wrong", {})).rejects.toBeInstanceOf(AuthenticationError)
  await expect(chat(token, { model: "other" })).rejects.toBeInstanceOf(NotFoundError)
  await expect(chat(token, { max_tokens: 17 })).rejects.toBeInstanceOf(BadRequestError)
})

test("it names its deployment, logs no prompt, and exits with 0 when asked to stop", async () => {
  const { url, lines, child, exit, client } = await start()
  await eventually("the engine to be ready", async () => (await fetch(`${url}/health`)).ok)
  const health = await fetch(`${url}/health`)
  expect(await health.json()).toEqual({ status: "ok", engine: "stub", model: "stub" })
  expect(health.headers.get("x-aidep-deployment")).toBe("d-1")
  await client().chat.completions.create(hello)
  child.kill("SIGTERM")
  expect(await exit).toBe(0)
  expect(() => lines.map((line) => JSON.parse(line))).not.toThrow()
  expect(lines.join("\n")).toContain('"/v1/chat/completions"')
  expect(lines.join("\n")).not.toContain("hello")
})

test("prompts are in the log where that is asked for", async () => {
  const { lines, client } = await start({ LOG_PROMPTS: "true" })
  await client().chat.completions.create(hello)
  const line = () => lines.find((each) => each.includes('"generation"'))
  expect(await eventually("the line of the log", line)).toContain("hello")
})

test("asked to stop, it says for a while that it is not ready, and still serves", async () => {
  const { url, child, exit, client } = await start({ DRAIN_DELAY_SECONDS: "1" })
  await client().chat.completions.create(hello)
  child.kill("SIGTERM")
  await eventually("readiness to end", async () => !(await fetch(`${url}/health/ready`)).ok)
  expect((await client().chat.completions.create(hello)).model).toBe("stub")
  expect(await exit).toBe(0)
})

test("an engine whose packages are missing is refused with what to install", async () => {
  const { exit, stderr } = await runService({
    command: [python, "-m", "app"],
    folder: template.folder,
    variables: { AIDEP_TOKEN: token, AIDEP_MODEL_ENGINE: "hf" },
  })
  expect(exit).toBe(78)
  expect(stderr).toContain("requirements-hf.txt")
  expect(stderr).toContain("AIDEP_MODEL_ENGINE=stub")
})

test("a model that cannot be used ends it with what to do", async () => {
  const vllm = { AIDEP_MODEL_ENGINE: "vllm", AIDEP_MODEL_ID: "./nowhere" }
  const { exit, stderr } = await runService({
    command: [python, "-m", "app"],
    folder: template.folder,
    variables: { AIDEP_TOKEN: token, ...vllm },
  })
  expect(exit).toBe(78)
  expect(stderr).toContain('there is no folder "./nowhere"')
})

test("100 clients that leave are all noticed", async () => {
  const { url, metrics } = await start({ MAX_CONCURRENCY: "100" })
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" }
  // As long as the stub may talk, so that none of them ends by itself.
  const prompt = "word ".repeat(100_000)
  const body = JSON.stringify({ prompt, stream: true, max_tokens: 4096 })
  const leave = async () => {
    const controller = new AbortController()
    const answer = await fetch(`${url}/v1/generate`, {
      method: "POST",
      headers,
      body,
      signal: controller.signal,
    })
    await answer.body?.getReader().read()
    controller.abort()
  }
  for (let round = 0; round < 10; round += 1) await Promise.all(Array.from({ length: 10 }, leave))
  const noticed = async () => metricOf(await metrics(), "inference_cancelled_total") === 100
  expect(await eventually("all of them to be noticed", noticed)).toBe(true)
  expect(metricOf(await metrics(), "inference_requests_running")).toBe(0)
})
