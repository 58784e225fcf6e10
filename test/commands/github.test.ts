import { execFileSync } from "node:child_process"
import { existsSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { type GithubSimulator, githubSimulator } from "../support/github/simulator.ts"
import { projectFolder } from "../support/project-folder.ts"
import { runCommand } from "../support/run-command.ts"
import { shopFiles, shopManifest } from "../support/shop.ts"

const values = {
  API_KEY: "canary-api-key-91ab",
  AIDEP_SECRET_KEY: "canary-project-key-77d0",
  FLY_API_TOKEN: "canary-fly-token-c41e",
}
const env = Object.entries(values).map(([name, value]) => `${name}=${value}\n`)

/** A clone of `acme/shop`, with a command that talks to the simulator. */
function clone(github: GithubSimulator, manifest: string = shopManifest) {
  const folder = projectFolder({
    ...shopFiles,
    "aidep.yaml": manifest,
    ".env": env.join(""),
    ".env.example": "AIDEP_SECRET_KEY=\nAPI_KEY=\n",
    ".gitignore": ".env\n.env.*\n!.env.example\n",
  })
  const git = (...args: readonly string[]) => execFileSync("git", args, { cwd: folder })
  git("init", "--quiet")
  git("remote", "add", "origin", "git@github.com:acme/shop.git")
  const variables = {
    GITHUB_API_URL: github.url,
    GITHUB_TOKEN: github.token,
    GH_TOKEN: undefined,
    GITHUB_REPOSITORY: undefined,
    GITHUB_REF: undefined,
    REGION_NAME: "us",
  }
  const run = (argv: readonly string[], more: Readonly<Record<string, string | undefined>> = {}) =>
    runCommand(argv, { folder, variables: { ...variables, ...more } })
  return { folder, run, git }
}

describe("secrets push", () => {
  test("sets all that a deploy needs in the environment, and shows no value", async () => {
    const github = await githubSimulator()
    const { run } = clone(github)
    const { exit, stdout, stderr } = await run(["secrets", "push", "--to", "github"])
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: "" })
    expect(stdout).toContain('3 secrets set for "production" in acme/shop.')
    expect(Object.fromEntries(github.secrets)).toEqual({
      "production/API_KEY": values.API_KEY,
      "production/AIDEP_SECRET_KEY": values.AIDEP_SECRET_KEY,
      "production/FLY_API_TOKEN": values.FLY_API_TOKEN,
    })
    for (const value of [...Object.values(values), github.token])
      expect(stdout).not.toContain(value)
  })

  test("sets them for all environments where that is asked for", async () => {
    const github = await githubSimulator()
    const { stdout } = await clone(github).run(["secrets", "push", "--scope", "repository"])
    expect(stdout).toContain("3 secrets set for all environments in acme/shop.")
    expect(github.secrets.get("API_KEY")).toBe(values.API_KEY)
    expect(github.environments).toEqual([])
  })

  test("names what has no value, and leaves it", async () => {
    const github = await githubSimulator()
    const { run } = clone(github, shopManifest.replace("[API_KEY]", "[API_KEY, SMTP_PASSWORD]"))
    const { stdout } = await run(["secrets", "push", "--json"])
    expect(JSON.parse(stdout).data.missing).toEqual(["SMTP_PASSWORD"])
    expect([...github.secrets.keys()]).not.toContain("production/SMTP_PASSWORD")
  })

  test.each([
    ["without a token", { GITHUB_TOKEN: undefined }, [], 77, "repository/missing-token"],
    ["to a platform without pipelines", {}, ["--to", "vercel"], 2, "repository/no-pipeline"],
    ["with a wrong token", { GITHUB_TOKEN: "wrong-token" }, [], 69, "repository/failed"],
    ["to no repository", {}, ["--repository", "nowhere"], 2, "repository/unknown"],
  ])("%s is an error", async (_, variables, args, exit, code) => {
    const github = await githubSimulator()
    const result = await clone(github).run(["secrets", "push", ...args], variables)
    expect(result.exit).toBe(exit)
    expect(result.stderr).toContain(`[${code}]`)
    expect(result.stderr).not.toContain("wrong-token")
    expect(github.secrets.size).toBe(0)
  })
})

test("github setup writes workflows, makes environments and variables, and says what is missing", async () => {
  const github = await githubSimulator()
  const manifest = `${shopManifest.replace("LOG_LEVEL: info", 'LOG_LEVEL: info, REGION: "${env.REGION_NAME}"')}environments: { production: {}, staging: {} }\n`
  const { folder, run } = clone(github, manifest)
  const first = await run(["github", "setup"])
  expect(first.exit, first.stderr).toBe(0)
  expect(existsSync(join(folder, ".github/workflows/aidep-deploy.yml"))).toBe(true)
  expect(github.environments).toEqual(["production", "staging"])
  expect([...github.variables]).toEqual([["REGION_NAME", "us"]])
  expect(first.stdout).toContain('"staging" lacks AIDEP_SECRET_KEY, API_KEY, FLY_API_TOKEN')
  expect(first.stdout).toContain("aidep secrets push --env staging")

  for (const environment of ["production", "staging"])
    expect((await run(["secrets", "push", "--env", environment])).exit).toBe(0)
  const { data } = JSON.parse((await run(["github", "setup", "--json"])).stdout)
  expect(data.missingSecrets).toEqual([])
  expect(data.environments).toEqual([
    { name: "production", made: false },
    { name: "staging", made: false },
  ])
  expect(data.files.every(({ change }: { change: string }) => change !== "create")).toBe(true)
})

describe("check --comment", () => {
  const pull = { GITHUB_REF: "refs/pull/5/merge" }

  test("keeps one comment up to date, without secrets", async () => {
    const github = await githubSimulator()
    const { run } = clone(github)
    expect((await run(["check", "--comment"], pull)).exit).toBe(0)
    expect((await run(["check", "--comment", "--pull-request", "5"])).exit).toBe(0)
    expect(github.comments).toHaveLength(1)
    const body = github.comments[0]?.body ?? ""
    expect(body).toContain("<!-- aidep shop production -->")
    expect(body).toContain("## aidep: shop in production")
    for (const value of Object.values(values)) expect(body).not.toContain(value)
  })

  test("has parts for the plan and the cost, which keep each other", async () => {
    const github = await githubSimulator()
    const { run } = clone(github)
    const local = { ...pull, AIDEP_TARGET: "local" }
    for (const command of ["check", "cost", "plan"]) {
      const { exit, stderr } = await run([command, "--comment"], command === "plan" ? local : pull)
      expect(exit, stderr).toBe(0)
    }
    const [only, ...others] = github.comments
    expect(others).toEqual([])
    const headings = [...(only?.body ?? "").matchAll(/^#{2,3} (\S+ \S+)/gm)].map(([, text]) => text)
    expect(headings).toEqual(expect.arrayContaining(["Plan for", "Cost of", "aidep: shop"]))
    expect(headings.indexOf("Plan for")).toBeLessThan(headings.indexOf("aidep: shop"))
    expect(only?.body).toContain("1 to create.")
    for (const value of Object.values(values)) expect(only?.body).not.toContain(value)
  })

  test("outside of a pull request is an error, after the checks", async () => {
    const github = await githubSimulator()
    const { exit, stderr } = await clone(github).run(["check", "--comment"])
    expect(exit).toBe(2)
    expect(stderr).toContain("[repository/no-pull-request]")
  })
})

test("deploy --track reports a deployment that failed, and why", async () => {
  const github = await githubSimulator()
  const { run, git } = clone(github)
  git("-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "--allow-empty", "-qm", "a")
  const { exit, stdout } = await run(["deploy", "--track", "--yes", "--json"], { API_KEY: "" })
  expect(exit, stdout).toBe(69)
  expect(github.deployments, stdout).toMatchObject([{ environment: "production" }])
  expect(github.statuses.map(({ state }) => state)).toEqual(["in_progress", "failure"])
})
