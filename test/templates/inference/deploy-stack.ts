import { cpSync, readFileSync } from "node:fs"
import { join } from "node:path"
import OpenAI from "openai"
import { expect } from "vitest"
import { stringify } from "yaml"
import * as z from "zod"
import { apiKey, stack } from "../../commands/local/stack.ts"
import { root } from "./start-inference.ts"

const templates = join(root, "templates")

const checkDocument = z.object({
  data: z.object({ results: z.array(z.looseObject({ name: z.string(), passed: z.boolean() })) }),
})
const generated = z.looseObject({ text: z.string() })

/** One check for each adapter that has to say what it learned. */
const furtherChecks = [
  { adapter: "reasoning", text: "First adapter here, counting one two three." },
  { adapter: "second", text: "The second adapter says good evening to you." },
].map(({ adapter, text }) => ({
  name: `${adapter} says what it learned`,
  service: "gateway",
  request: "POST /v1/generate",
  json: { prompt: "Say hello.", adapter, max_tokens: 40 },
  as: "api-key",
  expect: { status: 200, json: { text } },
}))

/**
 * The stack lora-gateway as `aidep init` writes it, with `model.engine: hf` and a model of its own folder,
 * deployed to this machine. `prepare` puts the model into `services/inference`.
 */
export async function deployStack(prepare: (folder: string) => void) {
  const project = await stack({ "aidep.yaml": manifest() })
  cpSync(join(templates, "services"), join(project.folder, "services"), { recursive: true })
  prepare(project.folder)
  const deployed = await project.run("deploy", "--json")
  expect(deployed.exit, deployed.stdout + deployed.stderr).toBe(0)
  const checked = await project.run("check", "--live", "--json")
  const { data } = checkDocument.parse(JSON.parse(checked.stdout))
  const url = (await project.standing())["gateway"]?.outputs.url ?? ""
  return {
    checks: data.results,
    generate: async (body: object) => {
      const headers = { authorization: `Bearer ${apiKey}`, "content-type": "application/json" }
      const answer = await fetch(`${url}/v1/generate`, {
        method: "POST",
        headers,
        body: JSON.stringify({ max_tokens: 40, ...body }),
      })
      return generated.parse(await answer.json()).text
    },
    stream: async (model: string) => {
      const client = new OpenAI({ apiKey, baseURL: `${url}/v1`, maxRetries: 0 })
      const messages = [{ role: "user" as const, content: "Who are you?" }]
      let text = ""
      const chunks = await client.chat.completions.create({ model, messages, stream: true })
      for await (const { choices } of chunks) text += choices[0]?.delta.content ?? ""
      return text
    },
    destroy: async () => {
      expect((await project.run("destroy")).exit).toBe(0)
    },
  }
}

/** The stack's own manifest, without the name that the test gives it, and with another model. */
function manifest(): string {
  const text = readFileSync(join(templates, "stacks/lora-gateway/aidep.yaml"), "utf8")
  const changes: readonly (readonly [RegExp, string])[] = [
    [/^version: 1\nname: .*\n/m, ""],
    [/port: \d+/g, "port: @port"],
    [/engine: vllm.*/, "engine: hf"],
    [/id: Qwen\S+/, "id: ./model"],
    [/adapters: \{.*\}/, "adapters: { reasoning: ./adapters/first, second: ./adapters/second }"],
    [/model: Qwen\S+/, "model: ./model"],
    [/^checks:\n/m, `checks:\n${indented(stringify(furtherChecks))}`],
  ]
  const changed = changes.reduce((done, [from, to]) => {
    expect(done).toMatch(from)
    return done.replace(from, to)
  }, text)
  return `${changed}platforms: { local: { engine: hf } }\n`
}

function indented(text: string): string {
  return text.replaceAll(/^(?=.)/gm, "  ")
}
