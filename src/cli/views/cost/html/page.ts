import { componentsOf } from "../../../../core/cost/report/components.ts"
import type { CostReport, ReportedChange } from "../../../../core/cost/report/cost-report.ts"
import { shownUsd } from "../../../../core/cost/report/shown-usd.ts"
import {
  count,
  exactUsd,
  hours,
  percent,
  quantity,
  seconds,
  totalText,
  trustText,
  whereText,
  workloadText,
} from "../wording.ts"
import type { Draw } from "../../html/chart.ts"
import { componentChart, requestChart, stackName, startChart } from "./charts.ts"
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

/** The report as one page that needs nothing else: no script, no font, no picture from elsewhere. */
export function costPage(report: CostReport, draw: Draw): string {
  const title = `What ${report.project} costs`
  const sections = [
    summary(report),
    ...components(report, draw),
    ...requests(report, draw),
    ...starts(report, draw),
    ...architectures(report),
    ...options(report),
    ...changes("Savings", report.advice.savings),
    ...changes("What saves nothing", report.advice.without),
    ...listed("What would fit", report.wouldFit),
    ...listed(
      "Not in the sum",
      report.unpriced.map(({ item, what, why }) => `${item ?? "The account"}: ${what}. ${why}`),
    ),
    ...listed("Assumed", report.assumptions),
    ...bills(report),
    ...prices(report),
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

function summary(report: CostReport): Markup {
  const { current, environment, budget, date } = report
  const sum = current === null ? "No price" : `${totalText(current)} a month`
  const monthly = budget === null ? "" : shownUsd({ low: budget.monthly, high: budget.monthly })
  const words = {
    within: `within the budget of ${monthly}`,
    perhaps: `perhaps above the budget of ${monthly}`,
    exceeded: `above the budget of ${monthly}`,
  }
  const verdict = budget === null ? "" : `, ${words[budget.verdict]}`
  return {
    html: [
      `<p class="sum">${text(`${sum}${verdict}`).html}</p>`,
      paragraph(
        `${environment}, for ${workloadText(report)}. List prices in US dollars before tax, as known on ${date}. A range stands where sources disagree.`,
      ).html,
    ].join(""),
  }
}

function components(report: CostReport, draw: Draw): readonly Markup[] {
  const stacks = [report.current, ...report.stacks.slice(0, 4)].filter((stack) => stack !== null)
  if (stacks.length === 0) return []
  const rows = stacks.flatMap((stack, index) => [
    ...componentsOf(stack).map(({ name, where, amount }) => [
      stackName(index),
      name,
      where,
      shownUsd(amount),
    ]),
    [stackName(index), "total", stack.missed.join(" "), totalText(stack)],
  ])
  return [
    heading(2, "Where the money goes"),
    figure(
      draw(componentChart(report)),
      "Monthly cost by component: as it stands, and the cheapest placements.",
    ),
    table({
      caption: "Monthly cost by component",
      head: ["placement", "component", "where", "a month"],
      rows,
      numeric: [3],
    }),
  ]
}

function requests({ curves }: CostReport, draw: Draw): readonly Markup[] {
  if (curves === null || curves.byRequests.length === 0) return []
  const volumes = curves.byRequests[0]?.points.map((point) => point.requests) ?? []
  const rows = curves.byRequests.map(({ name, points }) => [
    name,
    ...points.map(({ total }) => (total === null ? "does not fit" : shownUsd(total))),
  ])
  const crossings = curves.crossings.map(
    (crossing) =>
      `From about ${count(crossing.requests)} requests a month on, "${crossing.cheaper}" is the cheapest; before, it is "${crossing.than}".`,
  )
  return [
    heading(2, "Cost against requests"),
    figure(
      draw(requestChart(curves)),
      "Monthly cost of each placement by requests a month; both axes are logarithmic, and less than a dollar is drawn as one.",
    ),
    ...(crossings.length === 0 ? [] : [list(crossings)]),
    table({
      caption: "Monthly cost by requests a month",
      head: ["placement", ...volumes.map(count)],
      rows,
      numeric: volumes.map((_, index) => index + 1),
    }),
  ]
}

function starts({ curves }: CostReport, draw: Draw): readonly Markup[] {
  if (curves === null || curves.byIdle.length === 0) return []
  return [
    heading(2, "Cost against cold starts"),
    figure(
      draw(startChart(curves)),
      "The shorter an idle instance stays open, the less it costs and the more requests wait for a start.",
    ),
    table({
      caption: "Monthly cost by idle window",
      head: ["GPU", "idle window", "requests that wait", "a month"],
      rows: curves.byIdle.map(({ gpu, idleSeconds, coldShare, total }) => [
        gpu,
        `${idleSeconds} s`,
        percent(coldShare),
        shownUsd(total),
      ]),
      numeric: [1, 2, 3],
    }),
  ]
}

function architectures({ architectures: all }: CostReport): readonly Markup[] {
  if (all.length === 0) return []
  return [
    heading(2, "Architectures"),
    table({
      caption: "The same stack in other architectures",
      head: ["architecture", "a month", "where", "not there"],
      rows: all.map(({ title, stack, missing }) => [
        title,
        stack === null ? "no price" : totalText(stack),
        (stack?.placements ?? [])
          .map((placed) => `${placed.item}: ${whereText(placed)}`)
          .join("; "),
        missing.map(({ item, reason }) => `${item}: ${reason}`).join(" "),
      ]),
      numeric: [1],
    }),
  ]
}

function options({ parts }: CostReport): readonly Markup[] {
  return [
    heading(2, "Every place that was compared"),
    ...parts.flatMap(({ item, options: all, rejected }) => [
      heading(3, item),
      table({
        caption: `${item}, each alone on an account`,
        head: [
          "where",
          "a month",
          "busy",
          "billed",
          "idle",
          "starts",
          "p99",
          "prices",
          "condition",
        ],
        rows: all.map((option) => [
          `${option.platform}, ${option.offerTitle}${option.deployable ? "" : " (price only)"}`,
          shownUsd(option.total),
          hours(option.usefulSeconds),
          hours(option.billedSeconds),
          percent(option.idleShare),
          count(option.startsAMonth),
          seconds(option.service.p99Seconds),
          trustText(option),
          [option.terms ?? "", ...option.missed].filter((said) => said !== "").join(" "),
        ]),
        numeric: [1, 2, 3, 4, 5, 6],
      }),
      folded(
        `${rejected.length} rejected`,
        table({
          caption: `${item}, rejected`,
          head: ["platform", "offer", "why"],
          rows: rejected.map(({ platform, offer, reason }) => [platform, offer ?? "all", reason]),
        }),
      ),
    ]),
  ]
}

function changes(title: string, all: readonly ReportedChange[]): readonly Markup[] {
  if (all.length === 0) return []
  return [
    heading(2, title),
    table({
      caption: title,
      head: ["change", "saves", "then", "what it means"],
      rows: all.map(({ text: written, title: said, total, saves }) => [
        written,
        saves === null ? "" : shownUsd(saves),
        total === null ? "" : shownUsd(total),
        said,
      ]),
      numeric: [1, 2],
    }),
  ]
}

function listed(title: string, values: readonly string[]): readonly Markup[] {
  return values.length === 0 ? [] : [heading(2, title), list(values)]
}

function bills({ current }: CostReport): readonly Markup[] {
  if (current === null) return []
  return [
    heading(2, "The bills, line by line"),
    ...current.platforms.map(({ title, planTitle, lines }) =>
      table({
        caption: `${title}, ${planTitle}`,
        head: ["meter", "for", "quantity", "included", "unit", "unit price", "amount", "rule"],
        rows: lines.map((line) => [
          line.meter,
          line.item ?? "the account",
          quantity(line.quantity),
          quantity(line.included),
          line.unit,
          exactUsd(line.unitPrice),
          shownUsd(line.amount),
          line.note ?? "",
        ]),
        numeric: [2, 3, 5, 6],
      }),
    ),
  ]
}

function prices({ prices: all }: CostReport): readonly Markup[] {
  return [
    heading(2, "Prices and where they are from"),
    table({
      caption: "Prices behind the amounts",
      head: ["price", "US dollars", "unit", "read on", "state", "confidence", "source"],
      rows: all.map((price) => [
        `${price.platform}, ${price.name}`,
        exactUsd(price.usd),
        price.unit,
        price.asOf ?? "unknown",
        price.state,
        price.confidence,
        price.source,
      ]),
      numeric: [1],
    }),
  ]
}
