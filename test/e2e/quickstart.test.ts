import { spawn } from "node:child_process"
import { once } from "node:events"
import { closeSync, openSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { expect, test } from "vitest"
import { projectFolder } from "../support/project-folder.ts"

const root = fileURLToPath(new URL("../..", import.meta.url))

test("the quickstart works, and prints what the README shows", { timeout: 300_000 }, async () => {
  const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8")
  const [, shown = ""] = /What it prints, shortened:\n\n```\n([\s\S]*?)```/.exec(readme) ?? []
  const printed = linesOf(await quickstart())
  expect(linesOf(shown).length).toBeGreaterThan(20)
  let from = 0
  for (const line of linesOf(shown)) {
    const rest = printed.slice(from)
    expect(rest).toContain(line)
    from += rest.indexOf(line) + 1
  }
})

/** Both streams in one file, in the order in which a terminal shows them. */
async function quickstart(): Promise<string> {
  const file = join(projectFolder(), "printed")
  const descriptor = openSync(file, "a")
  const child = spawn(process.execPath, ["bin/quickstart.ts"], {
    cwd: root,
    env: { ...process.env, NO_COLOR: "1" },
    stdio: ["ignore", descriptor, descriptor],
  })
  const [exitCode] = await once(child, "close")
  closeSync(descriptor)
  const printed = readFileSync(file, "utf8")
  expect(exitCode, printed).toBe(0)
  return printed
}

/** Lines without what is another each time: ids, ports and times. */
function linesOf(printed: string): readonly string[] {
  return printed
    .replaceAll(/\bd-[0-9a-f]{12}\b/g, "d-id")
    .replaceAll(/\br-\d{8}t\d{9}z\b/g, "r-id")
    .replaceAll(/\b(port |:)\d{4,5}\b/g, "$1port")
    .replaceAll(/\b\d+ (ms|s)\b/g, "0 $1")
    .replaceAll("packages with uv", "packages with pip")
    .split("\n")
    .map((line) => line.trim().replaceAll(/ +/g, " "))
    .filter((line) => line !== "")
}
