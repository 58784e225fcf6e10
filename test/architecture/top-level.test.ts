import { execFileSync } from "node:child_process"
import { existsSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { expect, test } from "vitest"

const root = fileURLToPath(new URL("../..", import.meta.url))

const allowed: ReadonlySet<string> = new Set([
  "CHANGELOG.md",
  "LICENSE",
  "README.md",
  "bin",
  "package-lock.json",
  "package.json",
  "providers",
  "src",
  "templates",
  "test",
  "tsconfig.json",
])

test.skipIf(!existsSync(`${root}/.git`))("the top level holds what belongs there", () => {
  const tracked = execFileSync("git", ["ls-files", "-z"], { cwd: root, encoding: "utf8" })
  const entries = new Set(tracked.split("\0").map((path) => path.split("/")[0] ?? ""))
  const others = [...entries].filter((entry) => !allowed.has(entry) && !entry.startsWith("."))
  expect(others.filter((entry) => entry !== "")).toEqual([])
})
