import { execFileSync } from "node:child_process"
import { describe, expect, test } from "vitest"
import { parseVariables } from "../../../src/core/init/variable-clues.ts"
import { allRules } from "../../../src/core/lint/all-rules.ts"
import { applyIgnores } from "../../../src/core/lint/ignore-comments.ts"
import { projectFolder } from "../../support/project-folder.ts"
import { runCommand } from "../../support/run-command.ts"
import { cleanManifest, codesOf, lintFile, lintText, withPart } from "./lint-text.ts"

type Find = (example: string) => Promise<readonly string[]>

const inProject: Find = async (example) => codesOf(lintText(withPart(example)))
const inFile =
  (path: string): Find =>
  async (example) =>
    codesOf(lintFile(path, example))

const needsKeys = cleanManifest.replace("port: 8080 }", "port: 8080, secrets: [API_KEYS] }")

/** What finds the examples of an area, and of the entries that need more than a file. */
const finders: Readonly<Record<string, Find>> = {
  hardening: inProject,
  dockerfile: inFile("Dockerfile"),
  workflow: inFile(".github/workflows/test.yml"),
  "secret/in-file": inFile("settings.py"),
  "secret/plain-variable": inProject,
  "secret/default-value": inProject,
  "secret/no-value": async (example) => {
    const values = parseVariables(example).filter(({ value }) => value !== "")
    const secrets = Object.fromEntries(values.map(({ name, value }) => [name, value]))
    return codesOf(lintText(needsKeys, { secrets }))
  },
  "secret/not-in-example": (example) => checkInRepository({ ".env.example": example }),
  "secret/file-not-ignored": (example) => checkInRepository({ ".gitignore": example }),
  "lint/no-reason": async (example) => {
    const file = { path: "a.yaml", text: example }
    return codesOf(applyIgnores([], [file]).findings)
  },
}

/** Codes that a real run finds in a repository of a project that is clean but for these files. */
async function checkInRepository(files: Readonly<Record<string, string>>) {
  const folder = projectFolder({
    "aidep.yaml": needsKeys.replace(/ {2}model:.*\n/, ""),
    "api/package.json": '{ "scripts": { "start": "node server.js" } }\n',
    ".env": "API_KEYS=3f1c5ee0a7bd49d8\nAIDEP_SECRET_KEY=9a7d3b1c5e2f4a6b\n",
    ".gitignore": ".env\n",
    ".env.example": "AIDEP_SECRET_KEY=\nAPI_KEYS=\n",
    ...files,
  })
  execFileSync("git", ["init", "--quiet"], { cwd: folder })
  const { stdout } = await runCommand(["check", "--json"], { folder })
  return codesOf(JSON.parse(stdout).data.findings)
}

/** Nothing that could be shown in one text: they are about files that aidep itself wrote, about many, or about prices. */
const withoutExample = [
  "cost/above-budget",
  "cost/over-budget",
  "lint/edited-file",
  "lint/files-left-out",
  "lint/nothing-to-ignore",
  "lint/stale-file",
]

test("every rule has an example, but for those that a text cannot show", () => {
  const without = allRules().filter(({ example }) => example === undefined)
  expect(codesOf(without.map((entry) => ({ ...entry, message: "", hint: "" })))).toEqual(
    withoutExample,
  )
})

const shown = allRules().flatMap(({ code, example }) =>
  example === undefined ? [] : [{ code, ...example }],
)

describe.each(shown)("$code", ({ code, wrong, right }) => {
  const find = finders[code] ?? finders[code.split("/")[0] ?? ""]

  test("finds what is wrong", async () => {
    expect(await find?.(wrong)).toContain(code)
  })

  test("does not find what is right", async () => {
    expect(await find?.(right)).not.toContain(code)
  })
})
