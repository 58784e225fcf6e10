import { describe, expect, test } from "vitest"
import type { SecretScanner } from "../../../src/ports/secret-scanner.ts"
import { checkStatic } from "../../../src/workflows/check/check-static.ts"
import { fakeContext } from "../../support/fake-context.ts"
import { memoryFiles } from "../../support/memory-files.ts"

const manifest = `version: 1
name: shop
services: { api: { kind: web, source: ./api, targets: [alpha], port: 8080 } }
`
const secretScanner = { scan: async () => [] }
const leak = 'API_TOKEN = "q7Hx2LmV9sPz4RkTy8WbN3cJ"\n'

/** What is found in a project with these files; `tracked` is what git would say, if it is one's repository. */
async function findingsOf(
  files: Readonly<Record<string, string | Uint8Array>>,
  tracked?: readonly string[],
  scanner: SecretScanner = secretScanner,
) {
  const inProject = Object.entries(files).map(([path, text]) => [`/project/${path}`, text])
  const context = fakeContext({
    files: memoryFiles({
      "/project/aidep.yaml": manifest,
      "/project/api/package.json": '{ "scripts": { "start": "node ." } }',
      ...Object.fromEntries(inProject),
    }),
    processes: {
      isRunning: () => false,
      run: async () =>
        tracked === undefined
          ? { status: "not-found" }
          : { status: "ended", exitCode: 0, stdout: tracked.join("\0"), stderr: "" },
    },
    secretScanner: scanner,
  })
  const { findings } = await checkStatic({ manifest: "aidep.yaml", fix: false }, context)
  return findings.map(({ code, place }) => `${place?.file ?? ""} ${code}`)
}

describe("which files are looked at", () => {
  test("in a repository those that git has or would add", async () => {
    const files = { "api/a.py": leak, "api/ignored.py": leak }
    expect(await findingsOf(files, ["aidep.yaml", "api/a.py"])).toEqual(["api/a.py secret/in-file"])
  })

  test("elsewhere all but well-known other folders and files of secrets", async () => {
    const files = {
      "api/a.py": leak,
      "api/node_modules/x/b.py": leak,
      ".venv/c.py": leak,
      ".env": leak,
      ".env.production": leak,
      ".env.example": leak,
    }
    expect(await findingsOf(files)).toEqual([
      ".env.example secret/in-file",
      "api/a.py secret/in-file",
    ])
  })

  test("a file that git lists and that is gone, and one that is no text, are passed over", async () => {
    const bytes = new Uint8Array([65, 0, 66])
    expect(await findingsOf({ "api/data": bytes }, ["gone.py", "api/data", "api/x.png"])).toEqual(
      [],
    )
  })

  test("what is too large, and too many, is counted and not passed over in silence", async () => {
    const large = `${leak}${"x".repeat(600 * 1024)}`
    expect(await findingsOf({ "api/a.py": large }, ["api/a.py"])).toEqual([" lint/files-left-out"])
    const many = Array.from({ length: 5001 }, (_, index) => `api/${index}.py`)
    expect(await findingsOf({}, many)).toEqual([" lint/files-left-out"])
  })
})

test("a secret that is known by its form and by its name is one finding", async () => {
  const token = "ghp_q7Hx2LmV9sPz4RkTy8WbN3cJ5dFg6hKj1aZx"
  const scanner = {
    scan: async ({ path }: { path: string }) =>
      path.endsWith(".py") ? [{ kind: "github", line: 1, column: 14 }] : [],
  }
  const found = await findingsOf({ "api/a.py": `API_TOKEN = "${token}"\n` }, ["api/a.py"], scanner)
  expect(found).toEqual(["api/a.py secret/in-file"])
})

test("files of secrets that git would publish are found in every folder", async () => {
  const tracked = ["aidep.yaml", ".env", "api/.env.local", "api/.env.example"]
  expect(await findingsOf({}, tracked)).toEqual([
    ".env secret/file-not-ignored",
    "api/.env.local secret/file-not-ignored",
  ])
})
