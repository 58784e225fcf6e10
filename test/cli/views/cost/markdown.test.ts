import { expect, test } from "vitest"
import { costMarkdown } from "../../../../src/cli/views/cost/markdown.ts"
import { shownUsd } from "../../../../src/core/cost/report/shown-usd.ts"
import { cost, manifest } from "../../../workflows/cost/scene.ts"

test("a difference comes first, with a sign", async () => {
  const { report: before } = await cost()
  const files = { "/project/before.json": JSON.stringify(before) }
  const dearer = manifest.replace("idle: 60s", "idle: 300s")
  const { report } = await cost({ against: "before.json" }, { manifest: dearer, files })
  const [title, change, table] = costMarkdown(report).split("\n\n")
  expect(title).toMatch(/^### Cost of shop, production: \$\d+\.\d\d ± \$\d\.\d\d a month$/)
  expect(change).toMatch(/^\*\*\+\$\d+\.\d\d a month\*\* against `before\.json`\.$/)
  expect(table).toMatch(/\| model \| \$\d.* \(beta, t4\) \| \$\d.* \(beta, t4\) \| \+\$\d/)
})

test("a saving has a minus, and no change is said", async () => {
  const { report: before } = await cost()
  const files = { "/project/before.json": JSON.stringify(before) }
  const cheaper = manifest.replace("idle: 60s", "idle: 10s")
  const { report } = await cost({ against: "before.json" }, { manifest: cheaper, files })
  expect(costMarkdown(report)).toMatch(/\*\*-\$\d+\.\d\d a month\*\*/)
  const same = await cost({ against: "before.json" }, { files })
  expect(costMarkdown(same.report)).toContain("No part costs anything else.")
})

test("what is not in the sum is listed", async () => {
  const { report } = await cost({}, { manifest: manifest.replace("gpu: [T4]", "gpu: [B200]") })
  expect(costMarkdown(report)).toMatch(
    /<summary>Not in the sum<\/summary>\n\n- model: Everything\. Nothing with a price/,
  )
  expect(costMarkdown(report)).toContain("1 part priced, 0 free, 1 not priced.")
})

test("names from outside cannot break the table or the page", async () => {
  const { report } = await cost()
  const odd = { ...report, project: "<b>*a*", assumptions: ["a | b\n# c <img>"] }
  const text = costMarkdown(odd)
  expect(text).toContain("\\<b\\>\\*a\\*")
  expect(text).not.toContain("<img>")
})

test.each([
  [{ low: 12.345, high: 12.345 }, "$12.35"],
  [{ low: 1234.5, high: 1300 }, "$1,234.50 to $1,300.00"],
  [{ low: -5, high: -5 }, "-$5.00"],
  [{ low: -2, high: -30 }, "-$30.00 to -$2.00"],
  [{ low: 0.001, high: 0.004 }, "$0.00"],
  [{ low: -0.001, high: -0.001 }, "$0.00"],
])("%o is shown as %s", (amount, text) => {
  expect(shownUsd(amount)).toBe(text)
})
