import { cpSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { expect, onTestFinished, test } from "vitest"
import { eventually } from "../../support/eventually.ts"
import { processesOf } from "../../support/processes-of.ts"
import { projectFolder } from "../../support/project-folder.ts"
import { runCommand } from "../../support/run-command.ts"
import { kill } from "./stack.ts"

const templates = fileURLToPath(new URL("../../../templates", import.meta.url))

/** "lora-gateway" goes up and down in the quickstart. */
test.each(["detector", "llm-app"])(
  "the stack %s goes up, is checked, and comes down",
  { timeout: 300_000 },
  async (stack) => {
    const folder = stackFolder(stack)
    const run = (...argv: readonly string[]) =>
      runCommand(argv, { folder, variables: { AIDEP_TARGET: "local" } })
    const deployed = await run("deploy")
    expect(deployed.exit, deployed.stderr).toBe(0)
    const checked = await run("check", "--live")
    expect(checked.exit, checked.stdout).toBe(0)
    expect((await run("destroy")).exit).toBe(0)
    expect(processesOf([folder])).toEqual([])
  },
)

/** A stack as a project has it: with the services that all stacks share, and its secrets. */
function stackFolder(stack: string): string {
  const folder = projectFolder()
  cpSync(join(templates, "stacks", stack), folder, { recursive: true })
  cpSync(join(templates, "services"), join(folder, "services"), { recursive: true })
  writeFileSync(join(folder, ".env"), "AIDEP_SECRET_KEY=key-of-a-test\nAPI_KEYS=key-of-a-caller\n")
  onTestFinished(async () => {
    for (const pid of processesOf([folder])) kill(pid)
    await eventually("what was left to end", () => processesOf([folder]).length === 0)
  })
  return folder
}
