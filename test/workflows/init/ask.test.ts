import { describe, expect, test } from "vitest"
import { scriptedPrompt, type ScriptedAnswer } from "../../support/scripted-prompt.ts"
import { below, failInit, modelService, nodeService, runInit } from "./run-init.ts"

const node = below("/project/api", nodeService)
const chooseTarget = { to: "Platforms", answer: ["plain"] }

async function asked(script: readonly ScriptedAnswer[], world: Parameters<typeof runInit>[0]) {
  const prompt = scriptedPrompt(script)
  return { ...(await runInit({ ...world, prompt })), prompt }
}

describe("a person at a terminal", () => {
  test("is asked for everything that no flag gives, with what was found as the default", async () => {
    const { result, prompt, shown } = await asked([chooseTarget], { files: node })
    expect(prompt.asked).toEqual([
      "Name of the project",
      'Kind of "api"',
      'Platforms that "api" may go to',
      'Port that "api" listens on',
      'Path of "api" that answers 200 when it is healthy, or "none"',
      "Write these 4 files?",
    ])
    expect(result.values.map(({ label, from }) => [label, from.by])).toEqual([
      ["name", "default"],
      ["source", "detected"],
      ["kind", "detected"],
      ["runtime", "default"],
      ["targets", "you"],
      ["port", "detected"],
      ["health", "detected"],
    ])
    expect(shown).toEqual([{ values: result.values, files: result.files }])
    expect(result.asked).toBe(true)
  })

  test("is not asked for what flags give", async () => {
    const flags = {
      name: "shop",
      kind: "web",
      targets: ["plain"],
      port: 1234,
      health: "/up",
    } as const
    const { prompt } = await asked([], { files: node, flags })
    expect(prompt.asked).toEqual(["Write these 4 files?"])
  })

  test("an answer that differs is theirs, and decides the questions after it", async () => {
    const script = [
      { to: "Name", answer: "shop" },
      { to: "Kind", answer: "inference" },
      { to: "GPUs", answer: "L4, A100-80GB:2" },
      { to: "Platforms", answer: ["gpu"] },
      { to: "Port", answer: "9000" },
      { to: "Path", answer: "none" },
    ]
    const { result, prompt } = await asked(script, { files: node })
    expect(prompt.offered.get('Platforms that "api" may go to')).toEqual(["gpu"])
    expect(result.manifest).toContain("name: shop\n")
    expect(result.manifest).toContain("    gpu: [L4, A100-80GB:2]")
    expect(result.manifest).toContain("    port: 9000\n")
    expect(result.manifest).not.toContain("health:")
    expect(result.values.find(({ label }) => label === "kind")?.from).toEqual({ by: "you" })
  })

  test("chooses the default among several platforms", async () => {
    const script = [
      { to: "Platforms", answer: ["gpu", "plain"] },
      { to: "by default", answer: "plain" },
    ]
    const { result, prompt } = await asked(script, { files: node })
    expect(result.manifest).toContain("targets: [plain, gpu]")
    expect(prompt.offered.get('Platform that "api" goes to by default')).toEqual(["gpu", "plain"])
  })

  test("chooses among several services", async () => {
    const files = { ...node, ...below("/project/model", modelService) }
    const script = [
      { to: "Services found", answer: ["model"] },
      { to: "Platforms", answer: ["gpu"] },
    ]
    const { result, prompt } = await asked(script, { files })
    expect(prompt.offered.get("Services found; which of them belong to the project")).toEqual([
      "api",
      "model",
    ])
    expect(result.manifest).not.toContain("  api:")
    expect(result.manifest).toContain("  model:")
  })

  test("gives the command that nothing else says", async () => {
    const script = [{ to: "Command", answer: "node 'my server.js'" }, chooseTarget]
    const files = below("/project/api", { "package.json": '{"dependencies":{"koa":"3"}}' })
    const { result } = await asked(script, { files })
    expect(result.manifest).toContain("command: [node, my server.js]")
  })

  test("may say no at the end, and nothing is written", async () => {
    const prompt = scriptedPrompt([chooseTarget, { to: "Write", answer: false }])
    const { error, unchanged } = await failInit({ files: node, prompt })
    expect(error).toMatchObject({ code: "init/declined", exit: 1 })
    expect(unchanged).toBe(true)
  })

  test("is not asked to write what is only printed", async () => {
    const { prompt, shown } = await asked([chooseTarget], { files: node, printManifest: true })
    expect(prompt.asked).not.toContain("Write these 4 files?")
    expect(shown).toEqual([])
  })
})

describe("in an empty folder", () => {
  test("a template is offered", async () => {
    const { result, prompt } = await asked([{ to: "Name", answer: "shop" }], {})
    expect(prompt.asked).toEqual([
      "No service was found here; what does the project begin with",
      "Name of the project",
      "Write these 6 files?",
    ])
    expect(result).toMatchObject({
      name: "shop",
      values: [
        { label: "name", from: { by: "you" } },
        { label: "template", value: "small", from: { by: "you" } },
      ],
    })
  })

  test("an image can be named", async () => {
    const script = [
      { to: "begin with", answer: "image" },
      { to: "Image", answer: " ghcr.io/acme/api:1 " },
      chooseTarget,
    ]
    const { result } = await asked(script, {})
    expect(result.manifest).toContain("image: ghcr.io/acme/api:1\n")
    expect(result.values.find(({ label }) => label === "image")?.from).toEqual({ by: "you" })
  })

  test("a folder of code that was passed over can be named", async () => {
    const script = [
      { to: "begin with", answer: "source" },
      { to: "Folder", answer: "examples/api" },
      chooseTarget,
    ]
    const { result } = await asked(script, { files: below("/project/examples/api", nodeService) })
    expect(result.manifest).toContain("source: ./examples/api\n")
  })
})

test.each([
  ["Name", "My Shop"],
  ["Port", "0"],
  ["Path", "health"],
  ["GPUs", "T4:many"],
  ["Command", "  "],
])("a wrong answer to %s is refused where it is given", async (to, answer) => {
  const script = [
    { to, answer },
    { to: "Kind", answer: "inference" },
    { to: "Platforms", answer: ["gpu"] },
  ]
  const files = below("/project/api", { "package.json": '{"dependencies":{"koa":"3"}}' })
  const prompt = scriptedPrompt([...script, { to: "Command", answer: "node x" }])
  await expect(runInit({ files, prompt })).rejects.toThrow(/refuses/)
})
