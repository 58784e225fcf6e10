import { expect, test } from "vitest"
import { applyIgnores } from "../../../src/core/lint/ignore-comments.ts"
import type { Diagnostic } from "../../../src/errors/diagnostic.ts"

const finding = (line: number, code = "hardening/debug-flag", file = "a.yaml"): Diagnostic => ({
  severity: "warning",
  code,
  message: "It debugs.",
  hint: "Stop.",
  place: { file, line, column: 3 },
})

const judge = (text: string, ...findings: readonly Diagnostic[]) => {
  const judged = applyIgnores(findings, [{ path: "a.yaml", text }])
  return [
    judged.findings.map(({ code, place }) => `${place?.line} ${code}`),
    judged.silenced.map(({ reason }) => reason),
  ]
}

test.each([
  ["its own line", "DEBUG: 1 # aidep-ignore hardening/debug-flag -- a demo"],
  ["a script's line", "debug() // aidep-ignore hardening/debug-flag -- a demo"],
  ["markup", "<p> <!-- aidep-ignore hardening/debug-flag -- a demo -->"],
])("a comment silences %s", (_, text) => {
  expect(judge(text, finding(1))).toEqual([[], ["a demo"]])
})

test("alone it silences the next line that is no comment", () => {
  const text = "# aidep-ignore hardening/debug-flag -- a demo\n# really\nDEBUG: 1\nDEBUG: 2"
  expect(judge(text, finding(3), finding(4))).toEqual([["4 hardening/debug-flag"], ["a demo"]])
})

test("of another code, file or line it silences nothing, and is itself found", () => {
  const text = "DEBUG: 1 # aidep-ignore hardening/debug-flag -- a demo\n"
  for (const other of [finding(1, "secret/in-file"), finding(2), finding(1, undefined, "b.yaml")])
    expect(judge(text, other)[0]).toContain("1 lint/nothing-to-ignore")
})

test("without a reason it silences nothing", () => {
  for (const end of ["", " --", " -- ", " because"])
    expect(judge(`DEBUG: 1 # aidep-ignore hardening/debug-flag${end}`, finding(1))).toEqual([
      ["1 hardening/debug-flag", "1 lint/no-reason"],
      [],
    ])
})

test("line ends of Windows are not part of the reason", () => {
  const text = "DEBUG: 1 # aidep-ignore hardening/debug-flag -- a demo\r\nA: 1\r\n"
  expect(judge(text, finding(1))).toEqual([[], ["a demo"]])
})

test("in the first line it silences what is found about the whole file", () => {
  const text = "# aidep-ignore secret/file-not-ignored -- holds public values\nA=1\n"
  expect(judge(text, finding(1, "secret/file-not-ignored"))).toEqual([[], ["holds public values"]])
})
