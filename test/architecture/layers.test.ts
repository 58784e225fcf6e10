import { existsSync, globSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { describe, expect, test } from "vitest"
import { importCycles } from "./import-cycles.ts"
import { layerViolations } from "./layers.ts"
import { platformIdsIn } from "./platform-ids.ts"
import { crowdedFolders, longFiles, vagueNames } from "./size-and-names.ts"
import { readSources, sourceFile } from "./source-file.ts"

const root = fileURLToPath(new URL("../..", import.meta.url))
const files = readSources(root, ["src", "providers"])
const platformIds = existsSync(`${root}/providers`)
  ? globSync("[a-z]*/", { cwd: `${root}/providers` }).map((folder) => folder.replace(/[\\/]$/, ""))
  : []

describe("the sources", () => {
  test("import only what their layer may import", () => {
    expect(layerViolations(files)).toEqual([])
  })

  test("have no import cycle", () => {
    expect(importCycles(files)).toEqual([])
  })

  test("are short, in small folders, and named after what they hold", () => {
    expect([...longFiles(files), ...crowdedFolders(files), ...vagueNames(files)]).toEqual([])
  })

  test("name no platform under src/", () => {
    expect(platformIdsIn(files, platformIds)).toEqual([])
  })
})

describe("reading imports", () => {
  test("finds every form, resolves paths of ours, skips comments", () => {
    const text = [
      'import { a } from "./a.ts"',
      'import type { B } from "../b.ts"',
      "import {",
      "  c,",
      '} from "zod"',
      'import "node:fs"',
      'export * from "./d/e.ts"',
      'export const f = () => import("./f.ts")',
      '// import { g } from "./g.ts"',
      'export const h = "from"',
      'const text = "import"',
    ].join("\n")
    expect(sourceFile("src/core/x.ts", text).imports.toSorted()).toEqual([
      "node:fs",
      "src/b.ts",
      "src/core/a.ts",
      "src/core/d/e.ts",
      "src/core/f.ts",
      "zod",
    ])
  })
})

describe("the layer table", () => {
  test.each([
    ["src/errors/a.ts", "src/core/a.ts"],
    ["src/ports/a.ts", "src/errors/a.ts"],
    ["src/core/plan/a.ts", "node:fs"],
    ["src/core/plan/a.ts", "src/ports/a.ts"],
    ["src/core/plan/a.ts", "execa"],
    ["src/provider/a.ts", "src/workflows/a.ts"],
    ["src/workflows/a.ts", "src/adapters/a.ts"],
    ["src/workflows/a.ts", "node:fs"],
    ["src/adapters/a.ts", "src/core/a.ts"],
    ["src/cli/a.ts", "providers/acme/provider.ts"],
    ["src/cli/a.ts", "aidep/provider"],
    ["src/commands/a.ts", "src/core/a.ts"],
    ["src/commands/a.ts", "providers/registry.gen.ts"],
    ["providers/acme/spec.ts", "src/provider/index.ts"],
    ["providers/acme/spec.ts", "providers/other/spec.ts"],
    ["providers/acme/spec.ts", "providers/_prices/other.ts"],
    ["providers/acme/remote.ts", "node:http"],
    ["providers/acme/simulator.ts", "node:fs"],
    ["providers/registry.gen.ts", "providers/_shared/provider.ts"],
    ["src/elsewhere/a.ts", "zod"],
  ])("%s must not import %s", (path, name) => {
    expect(verdict(path, name)).toHaveLength(1)
  })

  test.each([
    ["src/core/plan/a.ts", "src/errors/a.ts"],
    ["src/core/plan/a.ts", "@noble/hashes/sha2.js"],
    ["src/provider/a.ts", "src/core/a.ts"],
    ["src/adapters/a.ts", "node:fs/promises"],
    ["src/cli/a.ts", "providers/registry.gen.ts"],
    ["src/main.ts", "@oclif/core"],
    ["src/commands/a.ts", "src/cli/a.ts"],
    ["providers/acme/remote/client.ts", "providers/acme/spec.ts"],
    ["providers/acme/provider.ts", "aidep/provider"],
    ["providers/acme/provider.ts", "providers/_prices/acme.ts"],
    ["providers/acme/simulator/server.ts", "node:http"],
    ["providers/registry.gen.ts", "providers/acme/provider.ts"],
  ])("%s may import %s", (path, name) => {
    expect(verdict(path, name)).toEqual([])
  })
})

describe("the other checks", () => {
  test("a cycle is reported once, with its way", () => {
    const cycle = [
      file("src/core/a.ts", 'import { b } from "./b.ts"'),
      file("src/core/b.ts", 'import { c } from "./c.ts"'),
      file("src/core/c.ts", 'import type { B } from "./b.ts"'),
    ]
    expect(importCycles(cycle)).toEqual(["src/core/b.ts -> src/core/c.ts -> src/core/b.ts"])
  })

  test("long files, full folders and vague names are reported", () => {
    expect(longFiles([file("src/a.ts", "a\n".repeat(301))])).toEqual(["src/a.ts has 301 lines."])
    const fifteen = Array.from({ length: 15 }, (_, index) => file(`src/core/f${index}.ts`))
    expect(crowdedFolders(fifteen)).toEqual(["src/core has 15 files."])
    expect(vagueNames([file("src/core/utils/a.ts"), file("src/core/string-helpers.ts")])).toEqual([
      "src/core/utils/a.ts",
      "src/core/string-helpers.ts",
    ])
    expect(vagueNames([file("src/core/commonmark.ts")])).toEqual([])
  })

  test("a platform's id is reported as a string, an English word only beside a platform", () => {
    const branch = [
      file("src/workflows/a.ts", 'if (provider.id === "render") return "acme"\nconst acme = 1'),
      file("src/core/b.ts", 'const phase = "render"\n// "acme" in a comment'),
      file("providers/acme/c.ts", 'const id = "acme"'),
    ]
    expect(platformIdsIn(branch, ["acme", "render"])).toEqual([
      'src/workflows/a.ts:1 names "acme".',
      'src/workflows/a.ts:1 names "render".',
    ])
  })
})

function verdict(path: string, name: string): readonly string[] {
  return layerViolations([{ path, text: "", imports: [name] }])
}

function file(path: string, text = "") {
  return sourceFile(path, text)
}
