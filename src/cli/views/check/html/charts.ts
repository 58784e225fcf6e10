import type { SloReport } from "../../../../core/slo/slo-report.ts"
import { msText } from "../../../../core/slo/wording.ts"
import type { Chart } from "../../html/chart.ts"

const size = { width: 860, height: 340 } as const
const grid = { left: 70, right: 70, top: 60, bottom: 60 }
const legend = { top: 0, itemGap: 40, padding: [5, 80] }
/** Unlike the lines, and light behind them. */
const errorColor = "#cc79a7"

/** How many requests took how long. */
export function latencyChart({ bars }: SloReport): Chart {
  return {
    option: {
      grid,
      xAxis: {
        type: "category",
        name: "answered within",
        nameLocation: "middle",
        nameGap: 36,
        data: bars.map(({ toMs }) => msText(toMs)),
        axisLabel: { interval: Math.ceil(bars.length / 9) - 1 },
      },
      yAxis: { type: "value", name: "requests", nameLocation: "end" },
      series: [
        {
          name: "requests",
          type: "bar",
          barCategoryGap: "5%",
          data: bars.map(({ count }) => count),
        },
      ],
    },
    ...size,
  }
}

/** Latencies and errors from the start of the run to its end. */
export function timelineChart({ timeline }: SloReport): Chart {
  const line = (name: string, values: readonly (number | undefined)[]) => ({
    name,
    type: "line",
    showSymbol: timeline.length < 30,
    data: values.map((value) => (value === undefined ? null : Math.round(value * 10) / 10)),
  })
  return {
    option: {
      grid,
      legend,
      xAxis: {
        type: "category",
        name: "second of the run",
        nameLocation: "middle",
        nameGap: 32,
        data: timeline.map(({ name }) => name),
      },
      yAxis: [
        { type: "value", name: "ms", nameLocation: "end" },
        {
          type: "value",
          name: "errors",
          nameLocation: "end",
          minInterval: 1,
          max: ({ max }: { readonly max: number }) => Math.max(4, 2 * max),
          splitLine: { show: false },
        },
      ],
      series: [
        line(
          "p50",
          timeline.map(({ p50Ms }) => p50Ms),
        ),
        line(
          "p99",
          timeline.map(({ p99Ms }) => p99Ms),
        ),
        {
          name: "errors",
          type: "bar",
          yAxisIndex: 1,
          barMaxWidth: 12,
          z: 1,
          itemStyle: { color: errorColor },
          data: timeline.map(({ errors }) => errors),
        },
      ],
    },
    ...size,
  }
}
