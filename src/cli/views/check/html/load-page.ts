import type { Report } from "../../../../core/report/report.ts"

/** Loads what writes a report as a page: its charts are large, and few runs make one. */
export async function loadPage(): Promise<(report: Report) => string> {
  const [{ checkPage }, { loadCharts }] = await Promise.all([
    import("./page.ts"),
    import("../../html/chart.ts"),
  ])
  const draw = await loadCharts()
  return (report) => checkPage(report, draw)
}
