import { spawnSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import OpenAI, { AuthenticationError, BadRequestError, NotFoundError } from "openai"
import { afterAll, beforeAll, expect, test } from "vitest"
import { runService, startService } from "./service-process.ts"
import { copyTemplate, type TemplateCopy } from "./template-copy.ts"

const root = fileURLToPath(new URL("../..", import.meta.url))
const python = join(root, ".venv-test", "bin", "python")
const command = [python, "-m", "app"] as const
const token = "token-of-a-test"

let template: TemplateCopy

beforeAll(() => {
  template = copyTemplate("services/inference")
})

afterAll(() => template.remove())

const start = async (variables: Record<string, string> = {}) =>
  await startService({
    command,
    folder: template.folder,
    variables: {
      AIDEP_TOKEN: token,
      AIDEP_DEPLOYMENT: "d-1",
      AIDEP_MODEL_ADAPTERS: '{"reasoning":"./adapters/reasoning"}',
      ...variables,
    },
  })

const clientOf = ({ url }: { readonly url: string }, apiKey = token) =>
  new OpenAI({ apiKey, baseURL: `${url}/v1`, maxRetries: 0 })

const hello = { model: "stub", messages: [{ role: "user" as const, content: "hello" }] }

test("the tests run with the packages that the template pins", () => {
  const own = pinsOf("templates/services/inference/requirements.txt")
  const names = new Set(own.map((pin) => pin.split("==")[0]))
  const shared = pinsOf("test/requirements.txt").filter((pin) => names.has(pin.split("==")[0]))
  expect(shared).toHaveLength(3)
  expect(own).toEqual(expect.arrayContaining(shared))
})

function pinsOf(path: string): readonly string[] {
  return readFileSync(join(root, path), "utf8").match(/^\S+==\S+$/gm) ?? []
}

test("the template's own tests pass", () => {
  const args = ["-m", "pytest", "--quiet", "-p", "no:cacheprovider"]
  const { status, stdout } = spawnSync(python, args, { cwd: template.folder, encoding: "utf8" })
  expect(stdout).toMatch(/\d+ passed/)
  expect(status).toBe(0)
})

test("OpenAI's client chats, streams and lists models", async () => {
  const service = await start()
  const client = clientOf(service)
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
})

test("OpenAI's client understands its refusals", async () => {
  const service = await start({ MAX_TOKENS: "16" })
  const chat = async (apiKey: string, changes: object) =>
    await clientOf(service, apiKey).chat.completions.create({ ...hello, ...changes })
  await expect(chat("wrong", {})).rejects.toBeInstanceOf(AuthenticationError)
  await expect(chat(token, { model: "other" })).rejects.toBeInstanceOf(NotFoundError)
  await expect(chat(token, { max_tokens: 17 })).rejects.toBeInstanceOf(BadRequestError)
})

test("it names its deployment, logs no prompt, and exits with 0 when asked to stop", async () => {
  const { url, lines, child, exit } = await start()
  const health = await fetch(`${url}/health`)
  expect(await health.json()).toEqual({ status: "ok", engine: "stub", model: "stub" })
  expect(health.headers.get("x-aidep-deployment")).toBe("d-1")
  await clientOf({ url }).chat.completions.create(hello)
  child.kill("SIGTERM")
  expect(await exit).toBe(0)
  expect(() => lines.map((line) => JSON.parse(line))).not.toThrow()
  expect(lines.join("\n")).toContain('"/v1/chat/completions"')
  expect(lines.join("\n")).not.toContain("hello")
})

test("an engine that this version lacks is refused with what to set instead", async () => {
  const { exit, stderr } = await runService({
    command,
    folder: template.folder,
    variables: { AIDEP_TOKEN: token, AIDEP_MODEL_ENGINE: "vllm" },
  })
  expect(exit).toBe(78)
  expect(stderr).toContain("AIDEP_MODEL_ENGINE=stub")
})
