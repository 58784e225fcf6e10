import { readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { nodeFiles } from "../../src/adapters/node-files.ts"
import { projectFolder } from "../support/project-folder.ts"

describe("createExclusively", () => {
  test("of several at once, one makes the file, with its whole content", async () => {
    const path = join(projectFolder(), "state", "lock")
    const texts = Array.from({ length: 20 }, (_, index) => `${index} `.repeat(1000))
    const outcomes = await Promise.all(texts.map((text) => nodeFiles.createExclusively(path, text)))
    const made = outcomes.flatMap(({ status }, index) => (status === "created" ? [index] : []))
    expect(made).toHaveLength(1)
    expect(outcomes.filter(({ status }) => status === "exists")).toHaveLength(19)
    expect(readFileSync(path, "utf8")).toBe(texts[made[0] ?? -1])
    expect(readdirSync(join(path, ".."))).toEqual(["lock"])
  })

  test("where a part of the path is a file, it says so", async () => {
    const folder = projectFolder()
    writeFileSync(join(folder, "state"), "")
    expect(await nodeFiles.createExclusively(join(folder, "state", "lock"), "")).toEqual({
      status: "failed",
      reason: "a part of its path is a file",
    })
  })
})
