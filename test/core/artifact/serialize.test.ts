import * as fc from "fast-check"
import { parse as parseToml } from "smol-toml"
import { describe, expect, test } from "vitest"
import { parse as parseYaml } from "yaml"
import type { Artifact, ArtifactContent } from "../../../src/core/artifact/artifact.ts"
import { ownershipOf } from "../../../src/core/artifact/marker.ts"
import { serialize } from "../../../src/core/artifact/serialize.ts"
import { anyData, anyText } from "../../support/arbitrary-data.ts"

const text = (content: ArtifactContent) => serialize({ path: "file", content } satisfies Artifact)
const withoutComments = (jsonc: string) => jsonc.replaceAll(/^\/\/.*$/gm, "")

/** Fixed: what the readers make of a text is not ours to decide. */
const seed = 20_261_121

const { map: value } = anyData()
const old = { version: "1.1", merge: false } as const

describe("what a real reader makes of the text is what was written", () => {
  test("YAML", () => {
    fc.assert(
      fc.property(value, fc.option(anyText, { nil: "" }), (data, header) => {
        const written = text({ format: "yaml", value: data, header })
        expect(JSON.stringify(parseYaml(written))).toBe(JSON.stringify(data))
      }),
      { numRuns: 500, seed },
    )
  })

  test("YAML for readers of YAML 1.1", () => {
    fc.assert(
      fc.property(value, (data) => {
        const written = text({ format: "yaml", value: data, readers: "yaml-1.1" })
        expect(JSON.stringify(parseYaml(written))).toBe(JSON.stringify(data))
        expect(JSON.stringify(parseYaml(written, old))).toBe(JSON.stringify(data))
      }),
      { numRuns: 500, seed },
    )
  })

  test("TOML", () => {
    const { map: table } = anyData(fc.constant("null is nothing in TOML"))
    fc.assert(
      fc.property(table, fc.option(anyText, { nil: "" }), (data, header) => {
        const written = text({ format: "toml", value: data, header })
        expect(parseToml(written)).toEqual(data)
      }),
      { numRuns: 500, seed },
    )
  })

  test("JSON", () => {
    fc.assert(
      fc.property(value, (data) => {
        expect(JSON.parse(text({ format: "json", value: data }))).toEqual(data)
      }),
      { seed },
    )
  })

  test("JSON with comments", () => {
    fc.assert(
      fc.property(value, fc.option(anyText, { nil: "" }), (data, header) => {
        const written = text({ format: "jsonc", value: data, header })
        expect(JSON.parse(withoutComments(written))).toEqual(data)
      }),
      { seed },
    )
  })
})

describe("files", () => {
  const contents: readonly ArtifactContent[] = [
    { format: "yaml", value: { b: 1, a: undefined, c: [{ d: undefined }] } },
    { format: "toml", value: { b: 1, a: undefined, c: [{ d: undefined }] } },
    { format: "json", value: { b: 1, a: undefined, c: [{ d: undefined }] } },
    { format: "jsonc", value: { b: 1, a: undefined, c: [{ d: undefined }] } },
    { format: "typescript", value: { statements: [{ type: "comment", text: "c" }] } },
    { format: "python", value: { statements: [{ type: "comment", text: "c" }] } },
    { format: "dockerfile", value: { stages: [{ from: "scratch", instructions: [] }] } },
    { format: "ignore", patterns: ["node_modules", "*.log"] },
    { format: "text", text: "set -e", comment: "#" },
  ]

  test.each(contents)("$format: the same every time, with a line feed at the end", (content) => {
    const written = text(content)
    expect(written).toBe(text(content))
    expect(written).toMatch(/[^\n]\n$/)
  })

  test.each(contents)("$format: marked as aidep's own wherever comments exist", (content) => {
    expect(ownershipOf(text(content))).toBe(content.format === "json" ? "foreign" : "own")
  })

  test("keys keep their order, and those without a value are left out", () => {
    const yaml = text({ format: "yaml", value: { b: 1, a: undefined, c: [{ d: undefined }] } })
    expect(yaml.split("\n").slice(1)).toEqual(["b: 1", "c:", "  - {}", ""])
    const toml = text({ format: "toml", value: { b: 1, a: undefined, z: "y" } })
    expect(toml.split("\n").slice(1)).toEqual(["b = 1", 'z = "y"', ""])
  })

  test("a long text stays on its line, and equal parts are written twice", () => {
    const part = { long: "word ".repeat(60).trim() }
    const written = text({ format: "yaml", value: { a: part, b: part } })
    expect(written.split("\n")).toHaveLength(6)
    expect(written).not.toContain("&")
  })

  test("a header stands between the marker and the content, each line a comment", () => {
    const written = text({ format: "toml", value: { a: 1 }, header: "One.\n\nTwo." })
    expect(written.split("\n").slice(1)).toEqual(["# One.", "#", "# Two.", "", "a = 1", ""])
  })

  test("a header cannot end its comment", () => {
    const header = "a\rb: 1\u2028c: 2\u0085d: 3\fe: 4"
    expect(parseYaml(text({ format: "yaml", value: { x: 1 }, header }))).toEqual({ x: 1 })
  })
})
