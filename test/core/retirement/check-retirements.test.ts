import { describe, expect, test } from "vitest"
import {
  retirementProblems,
  type RetirementSubject,
  touchesFile,
} from "../../../src/core/retirement/check-retirements.ts"
import type { RetirementRule, Touch } from "../../../src/core/retirement/rule.ts"

const rule = (...touches: readonly Touch[]): RetirementRule => ({
  code: "acme/old-config",
  title: "Acme ends old.json.",
  retiresOn: "2026-12-01",
  source: "https://acme.example/changelog",
  hint: "Use new.ts.",
  explanation: "Acme said so.",
  touches,
})

const subject = (changes: Partial<RetirementSubject> = {}): RetirementSubject => ({
  today: "2026-11-21",
  placeOf: (path) => ({ file: "aidep.yaml", line: path.length, column: 1 }),
  options: [
    { name: ["legacy"], value: true, path: ["platforms", "acme", "legacy"] },
    {
      name: ["deep", "legacy"],
      value: "yes",
      path: ["services", "a", "platforms", "acme", "deep", "legacy"],
    },
  ],
  environmentTexts: [{ name: [], value: 5, path: ["services", "a", "env", "N"] }],
  files: new Map([
    ["a/old.json", "{}\n"],
    ["b/app.py", "import acme\n\nacme.Stub()\n"],
  ]),
  ...changes,
})

const option: Touch = { type: "option", path: ["legacy"], values: [true] }

describe("a dated rule", () => {
  test.each([
    ["2026-11-30", "warning", "Acme ends old.json: it ends on 2026-12-01."],
    ["2026-12-01", "error", "Acme ends old.json: it ended on 2026-12-01."],
    ["2027-01-01", "error", "Acme ends old.json: it ended on 2026-12-01."],
  ])("on %s is a %s", (today, severity, message) => {
    expect(retirementProblems([rule(option)], subject({ today }))).toEqual([
      {
        severity,
        code: "acme/old-config",
        message,
        hint: "Use new.ts.",
        place: { file: "aidep.yaml", line: 3, column: 1 },
      },
    ])
  })

  test.each<[string, Touch, number]>([
    ["an option with another value", { type: "option", path: ["legacy"], values: [false] }, 0],
    ["a deeper option", { type: "option", path: ["deep", "legacy"], values: ["yes", "no"] }, 1],
    ["the way to an option", { type: "option", path: ["deep"], values: ["yes"] }, 0],
    ["a variable", { type: "env", pattern: /^5$/ }, 1],
    ["another variable", { type: "env", pattern: /6/ }, 0],
    ["a file by its name", { type: "file", paths: ["old.json"], pattern: /\{/ }, 1],
    ["a file with the same ending", { type: "file", paths: ["ld.json"], pattern: /\{/ }, 0],
    ["a file without the text", { type: "file", paths: ["old.json"], pattern: /\[/ }, 0],
    ["a source by its extension", { type: "source", extension: ".py", pattern: /Stub\(/ }, 1],
    ["a source of another language", { type: "source", extension: ".ts", pattern: /./ }, 0],
  ])("meets %s", (_title, touch, count) => {
    expect(retirementProblems([rule(touch)], subject())).toHaveLength(count)
  })

  test("points into a file", () => {
    const [found] = retirementProblems(
      [rule({ type: "source", extension: ".py", pattern: /Stub/ })],
      subject(),
    )
    expect(found?.place).toEqual({ file: "b/app.py", line: 3, column: 6 })
  })

  test("speaks of files only when the manifest says nothing", () => {
    const file: Touch = { type: "file", paths: ["old.json"], pattern: /./ }
    expect(retirementProblems([rule(option, file)], subject())).toHaveLength(1)
    expect(retirementProblems([rule(option, file)], subject({ options: [] }))).toMatchObject([
      { place: { file: "a/old.json", line: 1, column: 1 } },
    ])
  })
})

test("a rule names the files that it wants to see", () => {
  expect(touchesFile({ type: "file", paths: ["old.json"], pattern: /./ }, "old.json")).toBe(true)
  expect(touchesFile({ type: "source", extension: ".py", pattern: /./ }, "a/b.py")).toBe(true)
  expect(touchesFile(option, "old.json")).toBe(false)
})
