import { spawnSync } from "node:child_process"
import { cpSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { eventually } from "../../support/eventually.ts"
import { copyTemplate, type TemplateCopy } from "../template-copy.ts"
import { deployStack } from "./deploy-stack.ts"
import { modelPython } from "./model-python.ts"
import { metricOf, startInference } from "./start-inference.ts"

const found = modelPython()
if ("missing" in found)
  console.log(`Tests of the inference service with a model are skipped: ${found.missing}`)
const python = "python" in found ? found.python : ""

/** What `tools/make_tiny_model.py` teaches the model and its two adapters. */
const replies = {
  base: "Hello, this is the tiny base model speaking.",
  first: "First adapter here, counting one two three.",
  second: "The second adapter says good evening to you.",
} as const

describe.skipIf(python === "")("with a model", () => {
  let template: TemplateCopy

  beforeAll(() => {
    template = copyTemplate("services/inference")
    const args = ["tools/make_tiny_model.py", "."]
    const made = spawnSync(python, args, { cwd: template.folder, encoding: "utf8" })
    if (made.status !== 0) throw new Error(made.stderr)
  }, 120_000)

  afterAll(() => template.remove())

  const start = async (variables: Record<string, string> = {}) =>
    await startInference({
      folder: template.folder,
      python,
      variables: {
        AIDEP_MODEL_ENGINE: "hf",
        AIDEP_MODEL_ID: "./model",
        AIDEP_MODEL_ADAPTERS: '{"first":"./adapters/first","second":"./adapters/second"}',
        ...variables,
      },
    })

  const ask = { messages: [{ role: "user" as const, content: "Who are you?" }], temperature: 0 }

  test("the template's own tests of it pass", { timeout: 300_000 }, () => {
    const files = [
      "tests/engine/test_hf.py",
      "tests/test_contract.py",
      "tests/test_to_safetensors.py",
    ]
    const args = ["-m", "pytest", "--quiet", "-p", "no:cacheprovider", "-rs", ...files]
    const { status, stdout } = spawnSync(python, args, { cwd: template.folder, encoding: "utf8" })
    expect(stdout).toMatch(/\d+ passed/)
    expect(stdout).not.toContain("SKIPPED")
    expect(status, stdout).toBe(0)
  })

  test("OpenAI's client streams the base and both adapters, each its own words", async () => {
    const service = await start()
    const say = async (model: string) => {
      const stream = await service.client().chat.completions.create({ ...ask, model, stream: true })
      let text = ""
      for await (const { choices } of stream) text += choices[0]?.delta.content ?? ""
      return text
    }
    const models = ["./model", "first", "second", "./model", "second", "first"]
    const said = await Promise.all(models.map(say))
    const { base, first, second } = replies
    expect(said).toEqual([base, first, second, base, second, first])
    const embedded = await service.client().embeddings.create({ model: "./model", input: "hello" })
    expect(embedded.data[0]?.embedding).toHaveLength(64)
  })

  test("100 clients that leave are all noticed, and the model stops working for them", async () => {
    const service = await start({ MAX_CONCURRENCY: "16", MAX_QUEUE: "100" })
    const leave = async () => {
      const stream = await service.client().completions.create({
        model: "./model",
        // Nothing that it learned an end for.
        prompt: "\n\n\n\t\t",
        temperature: 2,
        max_tokens: 400,
        stop: ["never"],
        stream: true,
      })
      for await (const _ of stream) break
      stream.controller.abort()
    }
    await Promise.all(Array.from({ length: 100 }, leave))
    const idle = async () => metricOf(await service.metrics(), "inference_requests_running") === 0
    expect(await eventually("all of them to be noticed", idle)).toBe(true)
    const answer = await service.client().chat.completions.create({ ...ask, model: "first" })
    expect(answer.choices[0]?.message.content).toBe(replies.first)
  })

  test(
    "lora-gateway on this machine serves it through the gateway",
    { timeout: 400_000 },
    async () => {
      const stack = await deployStack((folder) => {
        for (const part of ["model", "adapters"])
          cpSync(join(template.folder, part), join(folder, "services/inference", part), {
            recursive: true,
          })
      })
      expect(stack.checks.filter(({ passed }) => !passed)).toEqual([])
      expect(stack.checks).toHaveLength(7)
      const texts = await Promise.all(
        [{}, { adapter: "reasoning" }, { adapter: "second" }].map(
          async (wish) => await stack.generate({ prompt: "Say hello.", ...wish }),
        ),
      )
      expect(texts).toEqual([replies.base, replies.first, replies.second])
      expect(await stack.stream("second")).toBe(replies.second)
      await stack.destroy()
    },
  )
})
