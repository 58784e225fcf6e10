import { describe, expect, test } from "vitest"
import { annotationsText } from "../../../src/core/report/annotations.ts"
import { junitText } from "../../../src/core/report/junit.ts"
import { markdownText } from "../../../src/core/report/markdown.ts"
import { withoutSecrets } from "../../../src/core/report/report.ts"
import { sarifText } from "../../../src/core/report/sarif.ts"
import { isOpen, sloFindings } from "../../../src/core/slo/slo-report.ts"
import { factsText, headlineText, sloTables } from "../../../src/core/slo/slo-tables.ts"
import { emptyReport, loadedReport } from "../report/sample-report.ts"
import { sampleSlo } from "./sample-slo.ts"

const failing = sampleSlo()
const passing = sampleSlo({ requests: 3000, failing: 0, fasterBefore: 1 })
const open = sampleSlo({ requests: 120, failing: 0, fasterBefore: 1 })

describe("a run", () => {
  test("is told in a line, in facts and in tables", () => {
    expect(headlineText(failing)).toBe('1,200 requests to "api" in 60 s, 20 a second: fail.')
    expect(factsText(failing)).toEqual([
      "30 of 1,200 requests failed; 97.5 % (95 %: 96.5 % to 98.2 %) were answered as expected.",
      "The error budget of so many requests is 6; 30 used, 500 % of it.",
      "99 of 100 were sent within 0.2 ms of when they were due.",
    ])
    const rows = Object.fromEntries(sloTables(failing).map((table) => [table.caption, table.rows]))
    expect(rows["Objectives"]).toEqual([
      ["availability", "99.5 %", "97.5 % (95 %: 96.5 % to 98.2 %)", "fail"],
      ["p99", "500 ms", expect.stringMatching(/^24\d ms \(95 %: 24\d ms to 2\d\d ms\)$/), "pass"],
    ])
    expect(rows["The two releases (95 %)"]?.map((row) => [row[0], row[3]])).toEqual([
      ["errors", "worse"],
      ["latency p50", "worse"],
      ["latency p95", "worse"],
      ["golden prompts", "worse"],
    ])
  })

  test("holds its latencies as bars and over time", () => {
    expect(failing.bars.reduce((sum, { count }) => sum + count, 0)).toBe(1170)
    expect(failing.timeline).toHaveLength(60)
    expect(failing.timeline[59]).toMatchObject({ name: "59", requests: 20 })
    expect(failing.latencyMs?.p50.value).toBeCloseTo(150, -1)
  })

  test("survives JSON", () => {
    expect(JSON.parse(JSON.stringify(open))).toMatchObject({
      latencyMs: { p99: { high: null } },
      verdict: "inconclusive",
    })
  })

  test("becomes findings where something is wrong", () => {
    const codes = (slo: typeof failing) =>
      sloFindings(slo).map(({ code, severity }) => `${severity} ${code}`)
    expect(codes(failing)).toEqual(["error slo/objective-missed", "error slo/release-worse"])
    expect(codes(open)).toEqual(["warning slo/inconclusive", "error slo/release-worse"])
    expect(codes({ ...passing, comparison: undefined })).toEqual([])
    expect(sloFindings(undefined)).toEqual([])
  })

  test("is open where it neither passed nor failed", () => {
    expect([failing, passing, open].map(isOpen)).toEqual([false, false, true])
    const comparison = { verdict: "hold", reason: "Too few.", compared: [] } as const
    expect(isOpen({ ...passing, comparison })).toBe(true)
  })
})

describe("in a report", () => {
  const [met, unknown] = [passing, open].map((slo) => ({ ...emptyReport, slo }))

  test("SARIF has its findings at the line of the objectives", () => {
    const { results, tool } = JSON.parse(sarifText(loadedReport)).runs[0]
    const missed = results.find(
      (result: { ruleId: string }) => result.ruleId === "slo/objective-missed",
    )
    expect(missed).toMatchObject({
      level: "error",
      locations: [{ physicalLocation: { region: { startLine: 30 } } }],
    })
    expect(tool.driver.rules[missed.ruleIndex].id).toBe("slo/objective-missed")
  })

  test("JUnit has a case an objective, which fails, passes or is skipped", () => {
    const failed = suite(junitText(loadedReport))
    expect(failed).toMatch(/tests="3" failures="2" errors="0" skipped="0"/)
    expect(failed).toMatch(
      /<testcase name="availability" classname="api" time="60.000">\s*<failure/,
    )
    expect(suite(junitText(met ?? emptyReport))).toMatch(/tests="3" failures="1"/)
    expect(suite(junitText(unknown ?? emptyReport))).toMatch(/<skipped message="100 % \(95 %/)
  })

  test("annotations have its findings", () => {
    expect(annotationsText(loadedReport)).toMatch(
      /^::error file=aidep.yaml,line=30,col=6,title=slo\/objective-missed::"api" misses/m,
    )
  })

  test("Markdown has its verdict and tables, and servers' texts as text", () => {
    const text = markdownText(loadedReport)
    expect(text).toContain('### Under load\n\n❌ 1,200 requests to "api" in 60 s')
    expect(text).toContain("| latency | ")
    expect(text).not.toMatch(/<b>|@everybody/)
  })

  test("every text of a server is without secrets", () => {
    const shown = JSON.stringify(withoutSecrets(loadedReport, ["everybody"]).slo)
    expect(shown).toContain("••••")
    expect(shown).not.toContain("everybody")
  })
})

/** The suite of the load in a text of JUnit. */
function suite(text: string): string | undefined {
  return /<testsuite name="under load"[\s\S]*?<\/testsuite>/.exec(text)?.[0]
}
