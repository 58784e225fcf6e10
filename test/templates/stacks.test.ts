import { spawnSync } from "node:child_process"
import { cpSync, existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { describe, expect, test } from "vitest"
import { parseText } from "../support/parse-text.ts"
import { projectFolder } from "../support/project-folder.ts"
import { runCommand } from "../support/run-command.ts"

const root = fileURLToPath(new URL("../..", import.meta.url))
const templates = join(root, "templates")
const python = join(root, ".venv-test", "bin", "python")

interface Row {
  readonly stack: string
  /** Files that show where it went, by target; "" is the first of each service. */
  readonly targets: Readonly<Record<string, readonly string[]>>
}

const rows: readonly Row[] = [
  {
    stack: "lora-gateway",
    targets: {
      "": ["modal_inference.py", ".railway/railway.ts"],
      render: ["modal_inference.py", "render.yaml"],
      fly: ["modal_inference.py", "fly.toml"],
      cloudflare: ["modal_inference.py", "wrangler.jsonc"],
      compose: ["compose.yaml", "services/gateway/Dockerfile", "services/inference/Dockerfile"],
    },
  },
  {
    stack: "detector",
    targets: {
      "": ["modal_classifier.py", "modal_train.py", "render.yaml", "wrangler.jsonc"],
      render: ["modal_classifier.py", "render.yaml"],
      railway: ["modal_classifier.py", ".railway/railway.ts", "wrangler.jsonc"],
      compose: ["compose.yaml", "web/Dockerfile"],
    },
  },
  {
    stack: "llm-app",
    targets: {
      "": ["modal_llm.py", ".railway/railway.ts"],
      render: ["modal_llm.py", "render.yaml"],
      compose: ["compose.yaml"],
    },
  },
]

const read = (stack: string, file: string) =>
  readFileSync(join(templates, "stacks", stack, file), "utf8")

/** A stack as a project has it: with the services that all stacks share. */
function stackFolder(stack: string): string {
  const folder = projectFolder()
  cpSync(join(templates, "stacks", stack), folder, { recursive: true })
  cpSync(join(templates, "services"), join(folder, "services"), { recursive: true })
  return folder
}

describe.each(rows)("$stack", ({ stack, targets }) => {
  test("is valid without a warning where it goes first", async () => {
    const result = await runCommand(["validate"], { folder: stackFolder(stack) })
    expect(result).toMatchObject({ exit: 0, stderr: "" })
    expect(result.stdout).not.toContain("warning")
  })

  test.each(Object.entries(targets))('renders for target "%s"', async (target, files) => {
    const folder = stackFolder(stack)
    const args = target === "" ? [] : ["--target", target]
    expect(await runCommand(["render", ...args], { folder })).toMatchObject({ exit: 0 })
    expect(files.filter((file) => !existsSync(join(folder, file)))).toEqual([])
  })

  test("may run on this machine", async () => {
    const folder = stackFolder(stack)
    const result = await runCommand(["validate", "--target", "local"], { folder })
    expect(result.exit).toBe(0)
  })

  test("names its secrets, says what it is, and keeps secrets out of git", () => {
    const { parsed } = parseText(read(stack, "aidep.yaml"))
    const secrets = Object.values(parsed?.manifest.services ?? {}).flatMap((each) => each.secrets)
    const named = read(stack, ".env.example").match(/^\w+(?==)/gm)
    expect(named).toEqual(expect.arrayContaining(secrets.filter((name) => name !== undefined)))
    expect(read(stack, "README.md")).toContain(`# ${parsed?.manifest.name}\n`)
    expect(read(stack, "gitignore").split("\n")).toEqual(
      expect.arrayContaining([".env", ".aidep/"]),
    )
  })

  test("has services that exist, and nothing that was built", () => {
    const folder = stackFolder(stack)
    const { parsed } = parseText(readFileSync(join(folder, "aidep.yaml"), "utf8"))
    const sources = Object.values(parsed?.manifest.services ?? {}).map(({ source }) => source ?? "")
    expect(sources.filter((source) => !existsSync(join(folder, source)))).toEqual([])
    const built = ["node_modules", "__pycache__", ".venv", "dist", ".env"]
    const names = readdirSync(folder, { recursive: true, encoding: "utf8" })
    const left = names.filter((path) => built.some((name) => path.split("/").includes(name)))
    expect(left).toEqual([])
  })
})

test("llm-app uses a hosted model in the environment hosted", async () => {
  const folder = stackFolder("llm-app")
  const result = await runCommand(["render", "--env", "hosted"], { folder })
  expect(result).toMatchObject({ exit: 0 })
  expect(existsSync(join(folder, "modal_llm.py"))).toBe(false)
  expect(existsSync(join(folder, ".railway/railway.ts"))).toBe(true)
})

test("the page of the detector is built with the address of the gateway", () => {
  const folder = join(stackFolder("detector"), "web")
  const env = { ...process.env, GATEWAY_URL: "https://gateway.example.com" }
  expect(spawnSync(process.execPath, ["build.mjs"], { cwd: folder, env }).status).toBe(0)
  expect(readdirSync(join(folder, "dist")).toSorted()).toEqual([
    "ask.js",
    "config.js",
    "index.html",
  ])
  expect(readFileSync(join(folder, "dist/config.js"), "utf8")).toBe(
    'globalThis.GATEWAY_URL = "https://gateway.example.com"\n',
  )
})

test("the training job of the detector says that it trained nothing", () => {
  const folder = join(stackFolder("detector"), "jobs/train")
  const { status, stdout } = spawnSync(python, ["train.py"], { cwd: folder, encoding: "utf8" })
  expect(status).toBe(0)
  expect(JSON.parse(stdout)).toEqual({ examples: { person: 2, machine: 2 }, trained: false })
})
