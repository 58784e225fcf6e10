import { existsSync } from "node:fs"
import axe from "axe-core"
import { type Browser, chromium } from "playwright-core"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { costPage } from "../../../../src/cli/views/cost/html/page.ts"
import { loadCharts } from "../../../../src/cli/views/html/chart.ts"
import type { CostReport } from "../../../../src/core/cost/report/cost-report.ts"
import { cost, manifest } from "../../../workflows/cost/scene.ts"

const executablePath = [
  "/usr/bin/chromium",
  "/usr/bin/google-chrome",
  "/usr/bin/chromium-browser",
].find((path) => existsSync(path))
if (executablePath === undefined)
  console.warn("Skipped: there is no Chromium to look at the page with.")

const draw = await loadCharts()

describe("the page", () => {
  test("needs nothing else: no script, nothing from elsewhere", async () => {
    const page = costPage(await fullReport(), draw)
    expect(/<script|<link|<img|\bsrc=|@import|url\((?!#)/.exec(page)).toBeNull()
    expect(page.match(/<svg /g)).toHaveLength(3)
  })

  test("has the figures of each chart in a table", async () => {
    const page = costPage(await fullReport(), draw)
    expect([...page.matchAll(/<caption>(Monthly[^<]*)/g)].map(([, caption]) => caption)).toEqual([
      "Monthly cost by component",
      "Monthly cost by requests a month",
      "Monthly cost by idle window",
    ])
  })

  test("takes text from outside as text", async () => {
    const report = { ...(await fullReport()), project: '<script>alert("x")</script>' }
    expect(costPage(report, draw).includes("<script>")).toBe(false)
  })

  test("of a stack without a price says so", async () => {
    const { report } = await cost({}, { books: [] })
    expect(costPage(report, draw).includes("No price")).toBe(true)
  })
})

describe.skipIf(executablePath === undefined)("in a browser", () => {
  let browser: Browser
  beforeAll(async () => {
    // A container has no user namespaces for the browser's own sandbox; the page is ours.
    browser = await chromium.launch({
      executablePath: executablePath ?? "",
      args: ["--no-sandbox"],
    })
  })
  afterAll(async () => {
    await browser.close()
  })

  test("has no fault that axe finds, on a wide and on a narrow screen", async () => {
    for (const width of [1200, 360]) {
      const { page, faults } = await open(await fullReport(), width)
      await page.addScriptTag({ content: axe.source })
      const violations = await page.evaluate("axe.run().then(({ violations }) => violations)")
      expect(violations).toEqual([])
      expect(faults).toEqual([])
    }
  })

  test("draws its charts, and does not scroll sideways as a whole", async () => {
    const { page } = await open(await fullReport(), 360)
    expect(await page.locator("figure svg path").count()).toBeGreaterThan(20)
    const overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    expect(await page.evaluate(overflow)).toBe(0)
    expect(await page.locator("h1").textContent()).toBe("What shop costs")
  })

  async function open(report: CostReport, width: number) {
    const context = await browser.newContext({ viewport: { width, height: 800 }, bypassCSP: true })
    const page = await context.newPage()
    const faults: string[] = []
    page.on("pageerror", (error) => faults.push(String(error)))
    page.on("request", (request) => faults.push(request.url()))
    await page.setContent(costPage(report, draw))
    return { page, faults }
  }
})

async function fullReport(): Promise<CostReport> {
  const scene = { manifest: `${manifest}budget: { monthly: $100 }\nslo: { p99: 500ms }\n` }
  return (await cost({ all: true, curves: true, whatIf: "idle=30s" }, scene)).report
}
