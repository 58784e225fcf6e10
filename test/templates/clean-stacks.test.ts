import { execFileSync } from "node:child_process"
import { cpSync, existsSync, readdirSync, readFileSync, renameSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { describe, expect, test } from "vitest"
import { actionlint, zizmor } from "../providers/github/linters.ts"
import { projectFolder } from "../support/project-folder.ts"
import { runCommand } from "../support/run-command.ts"

const templates = fileURLToPath(new URL("../../templates", import.meta.url))
const values = "AIDEP_SECRET_KEY=9a7d3b1c5e2f4a6b8c0d2e4f\nAPI_KEYS=3f1c5ee0a7bd49d83f1c5ee0\n"

/** A stack as `aidep init` leaves it, with its secrets set, in a repository. */
function stackRepository(stack: string): string {
  const folder = projectFolder({ ".env": values })
  cpSync(join(templates, "stacks", stack), folder, { recursive: true })
  if (!existsSync(join(folder, "services")))
    cpSync(join(templates, "services"), join(folder, "services"), { recursive: true })
  renameSync(join(folder, "gitignore"), join(folder, ".gitignore"))
  execFileSync("git", ["init", "--quiet"], { cwd: folder })
  return folder
}

function workflowsIn(folder: string): ReadonlyMap<string, string> {
  const files = readdirSync(join(folder, ".github/workflows")).map(
    (name) => `.github/workflows/${name}`,
  )
  return new Map(files.map((path) => [path, readFileSync(join(folder, path), "utf8")]))
}

describe.each(readdirSync(join(templates, "stacks")))("%s", (stack) => {
  test("breaks no rule", async () => {
    const { exit, stdout, stderr } = await runCommand(["check", "--strict"], {
      folder: stackRepository(stack),
    })
    expect({ exit, stderr }, stdout).toEqual({ exit: 0, stderr: "" })
  })

  test("breaks none with the files of every platform either, whose workflows two linters find clean", async () => {
    const folder = stackRepository(stack)
    const rendered = await runCommand(["render", "--all"], { folder })
    expect(rendered.exit, rendered.stderr).toBe(0)
    const { data } = JSON.parse((await runCommand(["check", "--json"], { folder })).stdout)
    expect(data.findings).toEqual([])

    const workflows = workflowsIn(folder)
    expect(workflows.size).toBeGreaterThan(1)
    expect(actionlint(workflows)).toEqual({ status: 0, output: "" })
    expect(zizmor(workflows, "regular").output).toMatch(/^No findings to report/)
  })
})
