import { execFileSync } from "node:child_process"
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { projectFolder } from "../support/project-folder.ts"
import { runCommand } from "../support/run-command.ts"
import { shopFiles, shopManifest } from "../support/shop.ts"

const cleanFiles = {
  ...shopFiles,
  ".env": "API_KEY=3f1c5ee0a7bd49d8\nAIDEP_SECRET_KEY=9a7d3b1c5e2f4a6b\n",
  ".env.example": "AIDEP_SECRET_KEY=\nAPI_KEY=\n",
  ".gitignore": ".env\n.env.*\n!.env.example\n.aidep/\n",
}
const debugging = { "aidep.yaml": shopManifest.replace("LOG_LEVEL: info", "LOG_LEVEL: debug") }
const leaking = { "api/config.js": 'const apiToken = "q7Hx2LmV9sPz4RkTy8WbN3cJ"\n' }

function repository(files: Readonly<Record<string, string>> = {}): string {
  const folder = projectFolder({ ...cleanFiles, ...files })
  execFileSync("git", ["init", "--quiet"], { cwd: folder })
  return folder
}

const check = (folder: string, ...args: readonly string[]) =>
  runCommand(["check", ...args], { folder })

describe("check", () => {
  test("finds nothing in a clean project", async () => {
    const { exit, stdout, stderr } = await check(repository())
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: "" })
    expect(stdout).toMatch(/^Nothing found: \d+ rules, 4 files\.\n$/)
  })

  test("warnings are shown and fail with --strict only", async () => {
    const folder = repository(debugging)
    const { exit, stdout } = await check(folder)
    expect(exit).toBe(0)
    expect(stdout).toContain('aidep.yaml:10:23 warning "LOG_LEVEL" of "api" turns on debugging')
    expect(stdout).toContain("Found 1 warning: ")
    expect((await check(folder, "--strict")).exit).toBe(4)
  })

  test("an error fails, and the secret is not shown", async () => {
    const { exit, stdout } = await check(repository(leaking))
    expect(exit).toBe(4)
    expect(stdout).toContain("api/config.js:1:19 error This looks like a secret")
    expect(stdout).not.toContain("q7Hx2LmV9sPz4RkTy8WbN3cJ")
  })

  test("a finding is silenced with a reason, which stands in the report", async () => {
    const reason = "// aidep-ignore secret/in-file -- made up for the docs\n"
    const folder = repository({ "api/config.js": reason + leaking["api/config.js"] })
    const { exit, stdout } = await check(folder)
    expect(exit).toBe(0)
    expect(stdout).toContain("1 silenced with a reason")
    const { data } = JSON.parse((await check(folder, "--json")).stdout)
    expect(data.silenced).toMatchObject([
      { finding: { code: "secret/in-file" }, reason: "made up for the docs" },
    ])
  })

  test("works in a subfolder, with places as one would type them", async () => {
    const inner = Object.entries({ ...cleanFiles, ...leaking })
    const folder = projectFolder(
      Object.fromEntries(inner.map(([path, text]) => [`app/${path}`, text])),
    )
    const { stdout } = await check(folder, "--manifest", "app/aidep.yaml")
    expect(stdout).toContain("app/api/config.js:1:19 error")
  })
})

describe("--fix", () => {
  test("renders stale files, names secrets and lets git ignore them; then nothing is found", async () => {
    const folder = repository({ ".gitignore": "", ".env.example": "" })
    expect((await runCommand(["render"], { folder })).exit).toBe(0)
    writeFileSync(join(folder, "aidep.yaml"), shopManifest.replace("port: 8080", "port: 9090"))
    const before = await check(folder)
    expect(before.exit).toBe(4)
    for (const code of ["secret/file-not-ignored", "secret/not-in-example", "lint/stale-file"])
      expect(before.stdout).toContain(`[${code}]`)

    const fixed = await check(folder, "--fix")
    expect(fixed.exit, fixed.stdout).toBe(0)
    expect(fixed.stdout).toContain("✓ repaired fly.toml")
    expect(fixed.stdout).toContain("Nothing found")
    expect(readFileSync(join(folder, ".env.example"), "utf8")).toContain("API_KEY=\n")
    expect(execFileSync("git", ["check-ignore", ".env"], { cwd: folder, encoding: "utf8" })).toBe(
      ".env\n",
    )
    expect((await check(folder, "--fix")).stdout).not.toContain("repaired")
  })

  test("leaves a file alone that somebody edited, and says so", async () => {
    const folder = repository()
    await runCommand(["render"], { folder })
    const path = join(folder, "fly.toml")
    writeFileSync(path, `${readFileSync(path, "utf8")}# mine\n`)
    const { exit, stdout } = await check(folder, "--fix")
    expect(exit).toBe(0)
    expect(stdout).toContain("fly.toml:1:1 warning")
    expect(stdout).toContain("[lint/edited-file]")
    expect(readFileSync(path, "utf8")).toMatch(/# mine\n$/)
  })
})

describe("--format", () => {
  test.each([
    ["sarif", '"version": "2.1.0"'],
    ["junit", "<testsuites>"],
    ["markdown", "## aidep: shop in production"],
    ["annotations", "::warning file=aidep.yaml,line=10,col=23,title=hardening/debug-flag::"],
    ["json", '"schema": "aidep/result@1"'],
  ])("%s", async (format, text) => {
    const { exit, stdout, stderr } = await check(repository(debugging), "--format", format)
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: "" })
    expect(stdout).toContain(text)
  })

  test("an invalid manifest is a report, too", async () => {
    const folder = repository({ "aidep.yaml": shopManifest.replace("kind: web", "kind: wbe") })
    const sarif = await check(folder, "--format", "sarif")
    expect(sarif.exit).toBe(65)
    const [run] = JSON.parse(sarif.stdout).runs
    expect(run.results[0].locations[0].physicalLocation.region.startLine).toBe(5)
    const json = await check(folder, "--format", "json")
    expect(json.exit).toBe(65)
    expect(JSON.parse(json.stdout).error.code).toBe("manifest/invalid")
    expect((await check(folder)).stderr).toContain("[manifest/invalid]")
  })
})

describe("--report", () => {
  test("writes files in the format of their names, besides what is printed", async () => {
    const folder = repository(debugging)
    const files = ["check.sarif", "check.xml", "check.md"]
    const { stdout } = await check(folder, ...files.flatMap((file) => ["--report", file]))
    expect(stdout).toContain("Found 1 warning")
    const [sarif, junit, markdown] = files.map((file) => readFileSync(join(folder, file), "utf8"))
    expect(JSON.parse(sarif ?? "").version).toBe("2.1.0")
    expect(junit).toMatch(/^<\?xml/)
    expect(markdown).toMatch(/^## aidep/)
  })

  test("another name, and a folder that is none, are errors", async () => {
    const folder = repository()
    const unknown = await check(folder, "--report", "check.txt")
    expect(unknown.exit).toBe(2)
    expect(unknown.stderr).toContain("[lint/unknown-report-format]")
    const unwritable = await check(folder, "--report", "aidep.yaml/check.md")
    expect(unwritable.exit).toBe(78)
    expect(unwritable.stderr).toContain("[lint/unwritable-report]")
  })

  test("annotations add to the summary of the job", async () => {
    const folder = repository({ ...debugging, "summary.md": "before\n" })
    const variables = { GITHUB_STEP_SUMMARY: join(folder, "summary.md") }
    await runCommand(["check", "--format", "annotations"], { folder, variables })
    const summary = readFileSync(join(folder, "summary.md"), "utf8")
    expect(summary).toMatch(/^before\n## aidep: shop in production\n/)
    await runCommand(["check"], { folder, variables })
    expect(readFileSync(join(folder, "summary.md"), "utf8")).toBe(summary)
  })
})

const budget = (onExceed: string) =>
  repository({
    "aidep.yaml": `${shopManifest}budget: { monthly: $1, onExceed: ${onExceed} }\n`,
  })

describe("a budget that is too small", () => {
  test("is a finding at its line, as grave as the manifest says", async () => {
    const warned = await check(budget("warn"))
    expect(warned.exit, warned.stdout).toBe(0)
    expect(warned.stdout).toMatch(/aidep\.yaml:12:20 warning The stack costs \$[\d.]+ a month/)
    const failed = await check(budget("fail"))
    expect(failed.exit).toBe(4)
    expect(failed.stdout).toContain("[cost/over-budget]")
  })
})

test("every rule is explained", async () => {
  const folder = projectFolder()
  for (const code of ["hardening/wildcard-cors", "dockerfile/root-user", "lint/no-reason"]) {
    const { exit, stdout } = await runCommand(["explain", code], { folder })
    expect(exit).toBe(0)
    expect(stdout).toContain("Instead of")
  }
})

test("--url without --live is a wrong argument", async () => {
  expect((await check(repository(), "--url", "https://example.com")).exit).toBe(2)
})
