import { readFileSync } from "node:fs"
import { join } from "node:path"
import { Ajv } from "ajv"
import { describe, expect, test } from "vitest"
import { parse } from "yaml"
import { actionlint, zizmor } from "./linters.ts"
import {
  completeManifest,
  completeSources,
  everyOptionManifest,
  platform,
  renderGithub,
} from "./render-github.ts"

const specs = process.env["AIDEP_SPECS"]
if (specs === undefined) console.log("AIDEP_SPECS is not set: GitHub's schema is not checked.")

const oneService = `version: 1
name: shop
services: { web: { kind: web, source: ., targets: [railway] } }
`

const onlyImages = `version: 1
name: shop
build: { by: ci }
registry: registry.example.com/shop
platforms: { github: { keepWarm: [{ service: web, cron: "*/15 * * * *" }] } }
services:
  web: { kind: web, image: "ghcr.io/acme/web:1.0.0", targets: [alpha], health: { path: /health } }
`

const foldersToBuild = `version: 1
name: shop
build: { by: ci }
registry: registry.example.com/shop
platforms:
  github:
    setup: [[sh, -c, "echo \`id\` $HOME"]]
    schedules: [{ name: nightly, cron: "0 2 * * *", service: job }]
services:
  web: { kind: web, source: "./it's a folder", targets: [alpha], env: { TEXT: "$\${{ github.actor }}" } }
  job: { kind: job, source: ./job, targets: [alpha], command: [node, run.js, "$HOME", "a b"] }
`

const manifests = [
  ["the manifest of the documentation", completeManifest],
  ["every option", everyOptionManifest],
  ["one service", oneService],
  ["images only", onlyImages],
  ["awkward texts", foldersToBuild],
] as const

describe.each(manifests)("workflows of %s", (_name, manifest) => {
  const { files, diagnostics, workflows } = renderGithub(manifest, {
    sources: completeSources,
    providers: [platform("alpha")],
  })

  test("are rendered without an error", () => {
    expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([])
    expect(workflows.size).toBeGreaterThan(1)
  })

  test("are clean under actionlint and shellcheck", () => {
    expect(actionlint(files)).toEqual({ status: 0, output: "" })
  })

  test.each(["regular", "pedantic"] as const)("are clean under zizmor, %s", (persona) => {
    const { status, output } = zizmor(files, persona)
    expect(output).toMatch(/^No findings to report/)
    expect(status).toBe(0)
  })

  test.skipIf(specs === undefined)("are valid against GitHub's schema", () => {
    const path = join(specs ?? "", "github", "github-workflow.schema.json")
    const ajv = new Ajv({ strict: false, allErrors: true })
    const validate = ajv.compile(JSON.parse(readFileSync(path, "utf8")))
    for (const [name, text] of files) {
      if (!name.startsWith(".github/")) continue
      validate(parse(text))
      expect(validate.errors ?? []).toEqual([])
    }
  })
})

const bad = (step: string) =>
  new Map([
    [
      ".github/workflows/x.yml",
      `name: x\non: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - ${step}\n`,
    ],
  ])

describe("the linters", () => {
  test("see an expression that is wrong, and a script that is", () => {
    expect(actionlint(bad("run: echo ${{ github.nothing }}")).output).toContain("nothing")
    expect(actionlint(bad("run: echo $HOME/*.txt | xargs rm")).output).toContain("shellcheck")
  })

  test("see an action that is not pinned", () => {
    expect(zizmor(bad("uses: actions/checkout@v7"), "regular").output).toContain("unpinned-uses")
  })
})
