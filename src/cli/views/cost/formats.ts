import type { ChalkInstance } from "chalk"
import type { CostReport } from "../../../core/cost/report/cost-report.ts"
import type { CostFormat } from "../../cost-flags.ts"
import { costAlerts } from "./alerts.ts"
import { loadCharts } from "../html/chart.ts"
import { costPage } from "./html/page.ts"
import { costMarkdown } from "./markdown.ts"
import { costText } from "./text.ts"

/** Writes the report in a format that is a text; JSON is printed like every command's. */
export async function costFormatter(
  format: CostFormat,
): Promise<(report: CostReport, style: ChalkInstance) => string> {
  switch (format) {
    case "table":
    case "json":
      return costText
    case "alerts":
      return costAlerts
    case "markdown":
      return costMarkdown
    case "html": {
      const draw = await loadCharts()
      return (report) => costPage(report, draw)
    }
  }
}
