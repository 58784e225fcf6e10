import { componentsOf } from "../../../../core/cost/report/components.ts"
import type { CostReport } from "../../../../core/cost/report/cost-report.ts"
import { middleOf } from "../../../../core/cost/usd.ts"
import { percent } from "../wording.ts"
import type { Chart } from "../../html/chart.ts"

const size = { width: 860, height: 380 } as const
const grid = { left: 70, right: 30, top: 60, bottom: 60 }
/** Without a browser the width of a text is a guess: names need room. */
const legend = { top: 0, itemGap: 40, padding: [5, 80] }
const valueAxis = { type: "value", name: "US dollars a month", nameLocation: "end" }

/** What each part costs where it stands, and in the cheapest combinations. */
export function componentChart(report: CostReport): Chart {
  const stacks = [report.current, ...report.stacks.slice(0, 4)].filter((stack) => stack !== null)
  const columns = stacks.map(componentsOf)
  const names = [...new Set(columns.flatMap((column) => column.map(({ name }) => name)))]
  return {
    option: {
      grid: { ...grid, bottom: 40, top: 110 },
      legend,
      xAxis: { type: "category", data: stacks.map((_, index) => stackName(index)) },
      yAxis: valueAxis,
      series: names.map((name) => ({
        name,
        type: "bar",
        stack: "cost",
        barMaxWidth: 90,
        data: columns.map((column) =>
          cents(
            column
              .filter((component) => component.name === name)
              .reduce((sum, { amount }) => sum + middleOf(amount), 0),
          ),
        ),
      })),
    },
    ...size,
  }
}

export function stackName(index: number): string {
  return index === 0 ? "as it stands" : `choice ${index}`
}

/** The cost of each placement from a thousand to ten million requests. */
export function requestChart({ byRequests }: NonNullable<CostReport["curves"]>): Chart {
  return {
    option: {
      grid: { ...grid, top: 40 + 26 * byRequests.length },
      legend: { top: 0, orient: "vertical", left: "left" },
      xAxis: {
        type: "log",
        min: "dataMin",
        name: "requests a month",
        nameLocation: "middle",
        nameGap: 32,
      },
      yAxis: { ...valueAxis, type: "log" },
      series: byRequests.map(({ name, points }) => ({
        name,
        type: "line",
        // A logarithmic axis has no zero.
        data: points.flatMap(({ requests, total }) =>
          total === null ? [] : [[requests, Math.max(1, cents(middleOf(total)))]],
        ),
      })),
    },
    ...size,
    height: 420 + 20 * byRequests.length,
  }
}

/** The cost of each GPU over the share of requests that wait for a start. */
export function startChart({ byIdle }: NonNullable<CostReport["curves"]>): Chart {
  const gpus = [...Map.groupBy(byIdle, ({ gpu }) => gpu)]
  return {
    option: {
      grid,
      legend,
      xAxis: {
        type: "value",
        name: "share of requests that wait for a start",
        nameLocation: "middle",
        nameGap: 32,
        axisLabel: { formatter: (value: number) => percent(value) },
      },
      yAxis: valueAxis,
      series: gpus.map(([gpu, points]) => ({
        name: gpu,
        type: "line",
        label: { position: "top", formatter: "{@[2]}" },
        data: points.map(({ coldShare, total, idleSeconds }) => ({
          value: [Number(coldShare.toFixed(4)), cents(middleOf(total)), `${idleSeconds} s`],
          // Long windows differ by so little that their names would lie on each other.
          label: { show: coldShare >= 0.02 },
        })),
      })),
    },
    ...size,
  }
}

function cents(amount: number): number {
  return Math.round(amount * 100) / 100
}
