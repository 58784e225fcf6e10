import { execFileSync } from "node:child_process"
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, onTestFinished, test } from "vitest"
import { createContext } from "../../../../src/cli/context.ts"
import { readRevision } from "../../../../src/workflows/deploy/source/read-revision.ts"

const root = join(import.meta.dirname, "../../../..")

interface Repository {
  readonly folder: string
  readonly git: (...args: readonly string[]) => string
  readonly write: (path: string, text: string) => void
  readonly read: () => ReturnType<typeof readRevision>
}

/** A project with one commit that a remote of its own has. */
async function pushedRepository(): Promise<Repository> {
  const place = mkdtempSync(join(tmpdir(), "aidep-revision-"))
  onTestFinished(() => rmSync(place, { recursive: true, force: true }))
  const folder = join(place, "clone")
  const variables = {
    ...process.env,
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_CONFIG_SYSTEM: "/dev/null",
  }
  const run = (cwd: string, args: readonly string[]) =>
    execFileSync("git", args, { cwd, env: variables, encoding: "utf8", stdio: "pipe" }).trim()
  run(place, ["init", "--bare", "--quiet", "origin.git"])
  run(place, ["init", "--quiet", "--initial-branch=main", "clone"])
  const git = (...args: readonly string[]) => run(folder, args)
  git("config", "user.name", "Test")
  git("config", "user.email", "test@example.com")
  git("remote", "add", "origin", join(place, "origin.git"))
  const write = (path: string, text: string): void => {
    mkdirSync(join(folder, path, ".."), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  write("api/main.js", "one")
  write("other/main.js", "one")
  git("add", ".")
  git("commit", "--quiet", "-m", "one")
  git("push", "--quiet", "origin", "main")
  const context = await createContext(root)
  return { folder, git, write, read: async () => await readRevision(folder, context) }
}

test("a pushed commit is what platforms build; a tree changes only with its own folder", async () => {
  const { git, write, read } = await pushedRepository()
  const first = await read()
  if (first.status === "failed") throw new Error(first.reason)
  expect(first.revision.commit).toBe(git("rev-parse", "HEAD"))
  expect(first.revision.repository).toBeUndefined()
  write("other/main.js", "two")
  git("commit", "--quiet", "-am", "two")
  git("push", "--quiet", "origin", "main")
  git("remote", "set-url", "origin", "git@github.com:acme/shop.git")
  const second = await read()
  if (second.status === "failed") throw new Error(second.reason)
  expect(second.revision.repository).toBe("acme/shop")
  expect(await second.revision.treeOf("api")).toBe(await first.revision.treeOf("api"))
  expect(await second.revision.treeOf("other")).not.toBe(await first.revision.treeOf("other"))
  expect(await second.revision.treeOf("nowhere")).toBeUndefined()
})

test("what is not committed, or not pushed, is said", async () => {
  const { git, write, read } = await pushedRepository()
  write("api/main.js", "two")
  expect(await read()).toEqual({ status: "failed", reason: '"api/main.js" is not committed.' })
  write("new.js", "new")
  expect(await read()).toEqual({
    status: "failed",
    reason: '"api/main.js" and 1 more are not committed.',
  })
  git("add", ".")
  git("commit", "--quiet", "-m", "two")
  const commit = git("rev-parse", "--short=7", "HEAD")
  expect(await read()).toEqual({
    status: "failed",
    reason: `The commit ${commit} is not pushed.`,
  })
})

test("a folder without a repository is told apart", async () => {
  const folder = mkdtempSync(join(tmpdir(), "aidep-no-revision-"))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  expect(await readRevision(folder, await createContext(root))).toMatchObject({
    status: "failed",
    reason: "The folder is in no git repository with a commit.",
  })
})
