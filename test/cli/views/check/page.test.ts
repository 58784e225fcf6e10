import { existsSync } from "node:fs"
import axe from "axe-core"
import { type Browser, chromium } from "playwright-core"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { checkPage } from "../../../../src/cli/views/check/html/page.ts"
import { loadCharts } from "../../../../src/cli/views/html/chart.ts"
import type { Report } from "../../../../src/core/report/report.ts"
import { emptyReport, loadedReport, sampleReport } from "../../../core/report/sample-report.ts"

const executablePath = [
  "/usr/bin/chromium",
  "/usr/bin/google-chrome",
  "/usr/bin/chromium-browser",
].find((path) => existsSync(path))
if (executablePath === undefined)
  console.warn("Skipped: there is no Chromium to look at the page of checks with.")

const draw = await loadCharts()

describe("the page", () => {
  test("needs nothing else: no script, nothing from elsewhere", () => {
    const page = checkPage(loadedReport, draw)
    expect(/<script|<link|<img|\bsrc=|@import|url\((?!#)/.exec(page)).toBeNull()
    expect(page.match(/<svg /g)).toHaveLength(2)
  })

  test("has the figures of each chart in a table", () => {
    const captions = [...checkPage(loadedReport, draw).matchAll(/<caption>([^<]*)/g)]
    expect(captions.map(([, caption]) => caption)).toEqual([
      "Objectives",
      "Percentiles (95 %)",
      "Requests by check",
      "What was wrong",
      "The two releases (95 %)",
      "Requests by time",
      "Requests over time",
      "Live checks",
      "Ready for production",
      "Findings",
    ])
  })

  test("takes text from outside as text", () => {
    const report = { ...loadedReport, project: '<script>alert("x")</script>' }
    const page = checkPage(report, draw)
    expect(page.includes("<script>")).toBe(false)
    expect(page.includes("<b>")).toBe(false)
  })

  test("has parts for what was looked at only", () => {
    expect(checkPage(emptyReport, draw)).not.toMatch(/<h2|<svg|<table/)
    expect(checkPage(sampleReport, draw)).not.toMatch(/Under load|<svg/)
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
      const { page, faults } = await open(loadedReport, width)
      await page.addScriptTag({ content: axe.source })
      const violations = await page.evaluate("axe.run().then(({ violations }) => violations)")
      expect(violations).toEqual([])
      expect(faults).toEqual([])
    }
  })

  test("draws a bar for every span of latency and does not scroll sideways as a whole", async () => {
    const { page } = await open(loadedReport, 360)
    const [histogram, timeline] = await page.locator("figure svg").all()
    const filled = loadedReport.slo?.bars.filter(({ count }) => count > 0).length ?? 0
    expect(filled).toBeGreaterThan(10)
    expect(await histogram?.locator("path[fill='#0072b2']").count()).toBe(filled)
    expect(await timeline?.locator("path[stroke='#0072b2'][fill='none']").count()).toBeGreaterThan(
      0,
    )
    const overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    expect(await page.evaluate(overflow)).toBe(0)
    expect(await page.locator("h1").textContent()).toBe("Checks of shop in production")
  })

  async function open(report: Report, width: number) {
    const context = await browser.newContext({ viewport: { width, height: 800 }, bypassCSP: true })
    const page = await context.newPage()
    const faults: string[] = []
    page.on("pageerror", (error) => faults.push(String(error)))
    page.on("request", (request) => faults.push(request.url()))
    await page.setContent(checkPage(report, draw))
    return { page, faults }
  }
})
