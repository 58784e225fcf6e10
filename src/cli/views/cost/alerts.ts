import { yamlText } from "../../../core/artifact/yaml-text.ts"
import type { CostReport } from "../../../core/cost/report/cost-report.ts"
import { shownUsd } from "../../../core/cost/report/shown-usd.ts"
import { usd } from "../../../core/cost/usd.ts"
import { count } from "./wording.ts"

/**
 * A rule file for Prometheus. No platform tells what the last hour cost, so the rule watches the requests that the
 * gateway counts, and fires when they are as many as make an hour cost more than its limit.
 */
export function costAlerts({ project, environment, spike }: CostReport): string {
  if (spike === null) return "# Nothing has a price, so no hour can cost too much."
  const limit = shownUsd(usd(spike.hourlyLimit))
  if (spike.requestsAnHour === null)
    return `# No rule: the instances are capped, and no number of requests makes an hour cost more than ${limit}.`
  const rule = {
    alert: "HourlyCostAboveLimit",
    expr: `sum(increase(gateway_requests_total[1h])) > ${spike.requestsAnHour}`,
    for: "5m",
    labels: { severity: "warning", project, environment },
    annotations: {
      summary: `An hour of ${project} costs more than ${limit}.`,
      description: `{{ $value | humanize }} requests in the last hour; from ${count(spike.requestsAnHour)} on, an hour costs more than ${limit}. "aidep cost" says what would cost less.`,
    },
  }
  return yamlText({
    format: "yaml",
    value: { groups: [{ name: `${project}-cost`, rules: [rule] }] },
  }).trimEnd()
}
