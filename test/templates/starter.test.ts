import { spawn, spawnSync } from "node:child_process"
import { once } from "node:events"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { expect, onTestFinished, test } from "vitest"
import { projectFolder } from "../support/project-folder.ts"
import { runCommand } from "../support/run-command.ts"
import { npm } from "./template-copy.ts"

async function starter(): Promise<string> {
  const folder = projectFolder()
  const { exit, stderr } = await runCommand(
    ["init", ".", "--template", "starter", "--name", "shop"],
    {
      folder,
    },
  )
  expect({ exit, stderr }).toEqual({ exit: 0, stderr: "" })
  return folder
}

test("its service passes its own tests, as a template and in a new project", async () => {
  const folder = await starter()
  expect(() => npm(["test"], join(folder, "services/web"))).not.toThrow()
})

test.each(["railway", "render", "fly"])(
  "it validates and renders for %s without a warning",
  async (target) => {
    const folder = await starter()
    expect(await runCommand(["validate", "--target", target], { folder })).toMatchObject({
      exit: 0,
      stderr: "",
    })
    expect(await runCommand(["render", "--target", target], { folder })).toMatchObject({
      exit: 0,
      stderr: "",
    })
  },
)

test("everything bears the project's name, and git would take no secret", async () => {
  const folder = await starter()
  const read = (path: string) => readFileSync(join(folder, path), "utf8")
  expect(read("README.md")).toMatch(/^# shop\n/)
  expect(JSON.parse(read("services/web/package.json")).name).toBe("shop-web")
  const git = (...args: readonly string[]) =>
    spawnSync("git", args, { cwd: folder, encoding: "utf8" })
  git("init", "--quiet")
  const { stdout } = git("ls-files", "--others", "--exclude-standard")
  expect(stdout.trim().split("\n").toSorted()).toEqual([
    ".env.example",
    ".gitignore",
    "README.md",
    "aidep.yaml",
    "services/web/package.json",
    "services/web/server.js",
    "services/web/service.js",
    "services/web/service.test.js",
  ])
})

test("its service answers with health, deployment and greeting, and ends on SIGTERM", async () => {
  const folder = join(await starter(), "services/web")
  const child = spawn(process.execPath, ["server.js"], {
    cwd: folder,
    env: { PORT: "0", AIDEP_DEPLOYMENT: "d-7" },
    stdio: ["ignore", "pipe", "inherit"],
  })
  onTestFinished(() => {
    child.kill("SIGKILL")
  })
  const exit = once(child, "exit")
  const [line] = await once(createInterface(child.stdout), "line")
  const url = `http://127.0.0.1:${/\d+/.exec(String(line))?.[0]}`
  const health = await fetch(`${url}/health`)
  expect([health.status, health.headers.get("x-aidep-deployment")]).toEqual([200, "d-7"])
  expect(await health.json()).toEqual({ status: "ok" })
  expect(await (await fetch(url)).json()).toEqual({ message: "Hello" })
  child.kill("SIGTERM")
  expect(await exit).toEqual([0, null])
})
