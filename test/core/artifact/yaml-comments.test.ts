import { describe, expect, test } from "vitest"
import { parse } from "yaml"
import type { YamlComment } from "../../../src/core/artifact/artifact.ts"
import type { DataValue } from "../../../src/core/artifact/data.ts"
import { ownershipOf } from "../../../src/core/artifact/marker.ts"
import { serialize } from "../../../src/core/artifact/serialize.ts"

const value = {
  jobs: {
    build: {
      permissions: { packages: "write" },
      steps: [{ uses: "actions/checkout@abc" }, { run: "echo one\necho two\n" }],
    },
  },
}

function yaml(comments: readonly YamlComment[], data: DataValue = value): string {
  return serialize({ path: "x.yml", content: { format: "yaml", value: data, comments } })
}

describe("comments of a YAML file", () => {
  test("stand behind the value that their path leads to", () => {
    const text = yaml([
      { path: ["jobs", "build", "steps", 0, "uses"], text: "v7.0.1" },
      { path: ["jobs", "build", "permissions", "packages"], text: "Pushes the image." },
    ])
    expect(text).toContain("- uses: actions/checkout@abc # v7.0.1\n")
    expect(text).toContain("packages: write # Pushes the image.\n")
  })

  test("change neither the data nor the ownership", () => {
    const text = yaml([{ path: ["jobs", "build", "steps", 0, "uses"], text: "v7.0.1" }])
    expect(parse(text)).toEqual(value)
    expect(ownershipOf(text)).toBe("own")
    expect(ownershipOf(text.replace("# v7.0.1", "# v7.0.2"))).toBe("edited")
  })

  test("are left out where their path leads to no single value", () => {
    const nowhere = [
      { path: ["jobs", "deploy", "uses"], text: "lost" },
      { path: ["jobs", "build", "steps"], text: "lost" },
      { path: [], text: "lost" },
    ]
    expect(yaml(nowhere)).toBe(yaml([]))
  })

  test("count positions after values that are undefined are dropped", () => {
    const text = yaml([{ path: ["b"], text: "two" }], { a: undefined, b: 2 })
    expect(text).toMatch(/^b: 2 # two$/m)
  })

  test("leave texts of many lines whole", () => {
    const text = yaml([{ path: ["jobs", "build", "steps", 1, "run"], text: "a script" }])
    expect(parse(text)).toEqual(value)
  })
})
