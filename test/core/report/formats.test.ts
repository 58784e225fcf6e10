import { describe, expect, test } from "vitest"
import { annotationsText } from "../../../src/core/report/annotations.ts"
import { junitText } from "../../../src/core/report/junit.ts"
import { markdownText } from "../../../src/core/report/markdown.ts"
import { withoutSecrets } from "../../../src/core/report/report.ts"
import { sarifText } from "../../../src/core/report/sarif.ts"
import { emptyReport, sampleReport } from "./sample-report.ts"

describe("SARIF", () => {
  const { runs } = JSON.parse(sarifText(sampleReport))
  const { results, tool } = runs[0]

  test("has every finding at its place, silenced ones with their reason", () => {
    expect(results).toHaveLength(5)
    expect(results[0]).toMatchObject({
      ruleId: "hardening/debug-flag",
      level: "warning",
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: "a%20folder/aidep.yaml", uriBaseId: "%SRCROOT%" },
            region: { startLine: 7, startColumn: 12 },
          },
        },
      ],
    })
    expect(results[2]).toMatchObject({ ruleId: "acme/retired", locations: [] })
    expect(results[3].suppressions).toEqual([
      { kind: "inSource", justification: "a public widget" },
    ])
  })

  test("has a failed check at the line that states it, and none that passed", () => {
    expect(results[4]).toMatchObject({
      ruleId: "check/failed",
      level: "error",
      locations: [{ physicalLocation: { region: { startLine: 21 } } }],
    })
  })

  test("describes every rule, and each result leads to its own", () => {
    const { rules } = tool.driver
    expect(rules).toHaveLength(sampleReport.rules.length + 2)
    for (const { ruleId, ruleIndex } of results) expect(rules[ruleIndex].id).toBe(ruleId)
    expect(rules[0].shortDescription.text).not.toBe("")
  })
})

describe("JUnit", () => {
  const text = junitText(sampleReport)

  test("has a suite for each kind of check, which counts right", () => {
    const suites = [
      ...text.matchAll(
        /<testsuite name="([^"]+)" .*? tests="(\d+)" failures="(\d+)" .*? skipped="(\d+)"/g,
      ),
    ]
    expect(suites.map(([, ...found]) => found)).toEqual([
      ["static checks", String(sampleReport.rules.length + 1), "1", "0"],
      ["live checks", "2", "1", "0"],
      ["production checklist", "4", "1", "2"],
    ])
  })

  test("fails a rule with an error, and notes warnings", () => {
    expect(text).toMatch(
      /<testcase name="secret\/in-file"[^>]*>\s*<failure message="config.py:1:1 /,
    )
    expect(text).toMatch(
      /<testcase name="hardening\/debug-flag"[^>]*>\s*<\/testcase>|<testcase name="hardening\/debug-flag"[^>]*\/>/,
    )
    expect(text).toContain("warning a folder/aidep.yaml:7:12 ")
  })

  test("leaves out suites without cases", () => {
    expect(junitText(emptyReport)).not.toContain("<testsuite ")
  })
})

test("annotations are one line each, at their place, with nothing that ends a property", () => {
  expect(annotationsText(sampleReport).split("\n")).toEqual([
    '::warning file=a folder/aidep.yaml,line=7,col=12,title=hardening/debug-flag::"DEBUG: <a> & *b*|c" of "api" turns on debugging%0Ain "production". Remove it: 100%25, now.',
    "::error file=config.py,line=1,col=1,title=secret/in-file::This looks like a secret \u001b[31m(github). Make a new one.",
    "::warning title=acme/retired::It ends. Move.",
    '::error file=aidep.yaml,line=21,col=5,title=api%3A refuses @everybody::Expected the status 401, found 200 with the body "]]>". And more.',
    "::error title=Answers are cached::Nothing keeps answers. Add a cache.",
    "",
  ])
  expect(annotationsText(emptyReport)).toBe("")
})

describe("Markdown", () => {
  const text = markdownText(sampleReport)

  test("counts first, then lists", () => {
    expect(text).toContain("1 of 2 live checks passed. 2 of 4 items of the checklist are answered.")
    expect(text).toContain("1 error and 2 warnings")
    expect(text).toContain("| ✅ | alive | api | 12 ms |")
    expect(text).toContain("| ❌ | Answers are cached | Nothing keeps answers. Add a cache. |")
    expect(text).toContain("1 finding silenced with a reason")
  })

  test("keeps what others wrote as text: no cell, tag, mention or second line of theirs", () => {
    expect(text).toContain(
      String.raw`"DEBUG: &lt;a&gt; &amp; \*b\*\|c" of "api" turns on debugging in`,
    )
    expect(text).not.toContain("@everybody")
  })

  test("is bounded", () => {
    const [finding] = sampleReport.findings
    const many = Array.from({ length: 500 }, () => finding!)
    const long = markdownText({ ...sampleReport, findings: many })
    expect(long).toContain("And 400 more.")
    expect(long.length).toBeLessThan(60_000)
  })
})

test("a secret is masked wherever it got in", () => {
  const secret = 'p@ss"<w0rd>'
  const leak = (text: string) =>
    `${text} ${secret} ${encodeURIComponent(secret)} ${JSON.stringify(secret)}`
  const [finding] = sampleReport.findings
  const [item] = sampleReport.checklist
  const [check] = sampleReport.checks
  const leaky = {
    ...sampleReport,
    findings: [
      {
        ...finding!,
        message: leak("a"),
        hint: leak("b"),
        place: { file: leak("c"), line: 1, column: 1 },
      },
    ],
    silenced: [{ finding: { ...finding!, message: leak("a") }, reason: leak("d") }],
    checks: [{ ...check!, passed: false, name: leak("e"), messages: [leak("f")] }],
    checklist: [{ ...item!, evidence: [leak("g")], hint: leak("h") }],
  }
  expect(JSON.stringify(withoutSecrets(leaky, [secret]))).not.toContain("w0rd")
})
