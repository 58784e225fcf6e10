import type { Report } from "../../../../core/report/report.ts"
import type { SloReport } from "../../../../core/slo/slo-report.ts"
import {
  factsText,
  headlineText,
  sloTables,
  type SloTable,
  timelineTable,
} from "../../../../core/slo/slo-tables.ts"
import type { Diagnostic } from "../../../../errors/diagnostic.ts"
import type { Draw } from "../../html/chart.ts"
import {
  figure,
  folded,
  heading,
  joined,
  list,
  type Markup,
  paragraph,
  table,
  text,
} from "../../html/markup.ts"
import { style } from "../../html/style.ts"
import { latencyChart, timelineChart } from "./charts.ts"

/** The report as one page that needs nothing else: no script, no font, no picture from elsewhere. */
export function checkPage(report: Report, draw: Draw): string {
  const { project, environment, madeAtMs, slo } = report
  const title = `Checks of ${project} in ${environment}`
  const made = new Date(madeAtMs).toISOString().slice(0, 16).replace("T", " ")
  const sections = [
    paragraph(`Made on ${made} UTC.`),
    ...(slo === undefined ? [] : load(slo, draw)),
    ...checks(report),
    ...checklist(report),
    ...findings(report),
  ]
  return [
    "<!doctype html>",
    `<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">`,
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    `<title>${text(title).html}</title><style>${style}</style></head><body><main>`,
    heading(1, title).html,
    joined(sections),
    "</main></body></html>",
  ].join("\n")
}

function load(slo: SloReport, draw: Draw): readonly Markup[] {
  const { reasons, comparison, bars, timeline } = slo
  const drawn = bars.length > 0
  return [
    heading(2, "Under load"),
    { html: `<p class="sum">${text(headlineText(slo)).html}</p>` },
    list([
      ...reasons,
      ...factsText(slo),
      ...(comparison === undefined ? [] : [`Beside the other release: ${comparison.reason}`]),
    ]),
    ...sloTables(slo).map(figures),
    ...(drawn
      ? [
          heading(3, "How long requests took"),
          figure(
            draw(latencyChart(slo)),
            "The axis is logarithmic: each bar is wider than the one before by the same factor. Times count from when a request was due.",
          ),
          folded(
            "The bars as a table",
            figures({
              caption: "Requests by time",
              head: ["from", "to", "requests"],
              rows: bars.map(({ fromMs, toMs, count }) => [
                `${fromMs.toPrecision(4)} ms`,
                `${toMs.toPrecision(4)} ms`,
                String(count),
              ]),
            }),
          ),
        ]
      : []),
    ...(drawn && timeline.length > 1
      ? [
          heading(3, "The run from start to end"),
          figure(
            draw(timelineChart(slo)),
            "Latencies on the left axis, errors on the right one, by when requests were due.",
          ),
          folded("The run as a table", figures(timelineTable(slo))),
        ]
      : []),
  ]
}

/** All columns but the first hold figures or short words. */
function figures({ caption, head, rows }: SloTable): Markup {
  return table({ caption, head, rows, numeric: head.slice(1).map((_, column) => column + 1) })
}

function checks({ checks: all }: Report): readonly Markup[] {
  if (all.length === 0) return []
  return [
    heading(2, "Live checks"),
    table({
      caption: "Live checks",
      head: ["check", "service", "result", "took", "what was seen"],
      rows: all.map(({ name, service, passed, messages, durationMs }) => [
        name,
        service,
        passed ? "passed" : "failed",
        durationMs === undefined ? "" : `${Math.round(durationMs)} ms`,
        messages.join(" "),
      ]),
      numeric: [3],
    }),
  ]
}

function checklist({ checklist: items }: Report): readonly Markup[] {
  if (items.length === 0) return []
  return [
    heading(2, "Ready for production"),
    table({
      caption: "Ready for production",
      head: ["item", "answer", "evidence"],
      rows: items.map(({ title, answer, evidence, hint }) => [
        title,
        answer,
        [...evidence, hint].join(" ").trim(),
      ]),
    }),
  ]
}

function findings({ findings: all, rules }: Report): readonly Markup[] {
  if (all.length === 0 && rules.length === 0) return []
  if (all.length === 0) return [heading(2, "Findings"), paragraph("Nothing was found.")]
  return [
    heading(2, "Findings"),
    table({
      caption: "Findings",
      head: ["code", "severity", "where", "what"],
      rows: all.map((one) => [
        one.code,
        one.severity,
        placeText(one),
        `${one.message} ${one.hint}`,
      ]),
    }),
  ]
}

function placeText({ place }: Diagnostic): string {
  return place === undefined ? "" : `${place.file}:${place.line}`
}
