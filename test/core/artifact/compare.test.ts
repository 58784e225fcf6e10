import { describe, expect, test } from "vitest"
import type { Artifact } from "../../../src/core/artifact/artifact.ts"
import { compareFile, isPending, losesWork } from "../../../src/core/artifact/compare.ts"
import { stamp } from "../../../src/core/artifact/marker.ts"

const artifact: Artifact = { path: "a.yaml", content: { format: "yaml", value: {} } }
const kept: Artifact = { ...artifact, existing: "keep" }
const text = stamp("a: 1\n", "#")
const older = stamp("a: 0\n", "#")

test("a text that has line ends of Windows itself is not changed again and again", () => {
  const windows = stamp("a: 1\r\nb: 2\r\n", "#")
  expect(compareFile(artifact, { text: windows, existing: windows }).change).toBe("unchanged")
})

describe("what writing a file would do", () => {
  test.each([
    ["nothing is there", artifact, undefined, "create", false, true],
    ["it is there", artifact, text, "unchanged", false, false],
    [
      "it is there with line ends of Windows",
      artifact,
      text.replaceAll("\n", "\r\n"),
      "unchanged",
      false,
      false,
    ],
    ["an older one is there", artifact, older, "update", false, true],
    ["an older one was edited", artifact, `${older}b: 2\n`, "edited", true, true],
    ["somebody else's is there", artifact, "a: 1\n", "foreign", true, true],
    ["an empty file is there", artifact, "", "foreign", true, true],
    ["the user's own wins", kept, "a: 2\n", "kept", false, false],
    ["an edited one is the user's own", kept, `${older}b: 2\n`, "kept", false, false],
    ["an older one of aidep is not the user's", kept, older, "update", false, true],
  ] as const)("%s", (_title, wanted, existing, change, loses, pending) => {
    const compared = compareFile(wanted, { text, existing })
    expect(compared).toEqual({ path: "a.yaml", change, text, existing })
    expect([losesWork(compared), isPending(compared)]).toEqual([loses, pending])
  })
})
