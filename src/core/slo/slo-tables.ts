import type {
  Interval,
  Percentiles,
  ReportedComparison,
  ReportedObjective,
  ReportedPart,
  SloReport,
} from "./slo-report.ts"
import { countText, intervalText, msText, percentText, writer } from "./wording.ts"

export interface SloTable {
  readonly caption: string
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** `1,200 requests to "gateway" in 60 s, 20 a second: pass.` */
export function headlineText({ service, plan, counts, verdict }: SloReport): string {
  const { requests, limited, interrupted } = counts
  const seconds = Number((plan.durationMs / 1000).toFixed(1))
  const sent = countText(requests + limited + interrupted)
  return `${sent} requests to "${service}" in ${seconds} s, ${plan.ratePerSecond} a second: ${verdict}.`
}

/** Sentences about errors, the budget, and what the run met. */
export function factsText({ counts, budget, availability, lateMs }: SloReport): readonly string[] {
  const { errors, requests, queued } = counts
  return [
    ...(requests === 0
      ? []
      : [
          `${countText(errors)} of ${countText(requests)} requests failed; ${intervalText(bounded(availability), percentText)} were answered as expected.`,
        ]),
    ...(budget === undefined || requests === 0 ? [] : [budgetText(budget)]),
    ...(lateMs === undefined
      ? []
      : [`99 of 100 were sent within ${msText(lateMs)} of when they were due.`]),
    ...(queued === 0
      ? []
      : [
          `${countText(queued)} requests waited for a connection, because a thousand others were on their way.`,
        ]),
  ]
}

function budgetText({ allowed, used, usedShare }: NonNullable<SloReport["budget"]>): string {
  const share = usedShare === undefined ? "" : `, ${Math.round(usedShare * 100)} % of it`
  const rounded = Number(allowed.toFixed(1)).toLocaleString("en-US")
  return `The error budget of so many requests is ${rounded}; ${countText(used)} used${share}.`
}

/** All tables of a run; those without a row are left out. */
export function sloTables(report: SloReport): readonly SloTable[] {
  const { objectives, checks, failures, comparison } = report
  const tables = [
    {
      caption: "Objectives",
      head: ["objective", "stated", "measured (95 %)", "verdict"],
      rows: objectives.map(objectiveRow),
    },
    {
      caption: "Percentiles (95 %)",
      head: ["measure", "p50", "p95", "p99", "largest"],
      rows: [
        ...percentileRow("latency", report.latencyMs, msText),
        ...percentileRow("first token", report.firstTokenMs, msText),
        ...percentileRow("tokens a second", report.tokensPerSecond, writer("tokens/s")),
      ],
    },
    {
      caption: "Requests by check",
      head: ["check", "requests", "errors", "p50", "p99"],
      rows: checks.length > 1 && report.counts.requests > 0 ? checks.map(partRow) : [],
    },
    {
      caption: "What was wrong",
      head: ["message", "times"],
      rows: failures
        .slice(0, mostFailures)
        .map(({ message, count }) => [message, countText(count)]),
    },
    {
      caption: "The two releases (95 %)",
      head: ["measure", "before", "now", "judged"],
      rows: comparison === undefined ? [] : comparison.compared.map(comparedRow),
    },
  ]
  return tables.filter(({ rows }) => rows.length > 0)
}

const mostFailures = 10

/** Seconds, requests, errors and latencies, span by span. */
export function timelineTable({ timeline }: SloReport): SloTable {
  return {
    caption: "Requests over time",
    head: ["second", "requests", "errors", "p50", "p99"],
    rows: timeline.map(partRow),
  }
}

function objectiveRow({
  name,
  objective,
  measured,
  verdict,
}: ReportedObjective): readonly string[] {
  const write = name === "availability" ? percentText : msText
  const shown = measured === undefined ? "nothing" : intervalText(bounded(measured), write)
  return [name, write(objective), shown, verdict]
}

function percentileRow(
  name: string,
  percentiles: Percentiles | undefined,
  write: (value: number) => string,
): readonly (readonly string[])[] {
  if (percentiles === undefined) return []
  const { p50, p95, p99, max } = percentiles
  return [[name, ...[p50, p95, p99].map((one) => intervalText(bounded(one), write)), write(max)]]
}

function partRow({ name, requests, errors, p50Ms, p99Ms }: ReportedPart): readonly string[] {
  return [name, countText(requests), countText(errors), timeText(p50Ms), timeText(p99Ms)]
}

function timeText(ms: number | undefined): string {
  return ms === undefined ? "" : msText(ms)
}

function comparedRow({
  measure,
  unit,
  before,
  after,
  status,
}: ReportedComparison["compared"][number]): readonly string[] {
  const write = writer(unit)
  const shown = (one: Interval) =>
    unit === "prompts" ? write(one.value) : intervalText(bounded(one), write)
  return [measure, shown(before), shown(after), status]
}

function bounded({ value, low, high }: Interval) {
  return { value, low, high: high ?? Number.POSITIVE_INFINITY }
}
