import type { EChartsCoreOption } from "echarts/core"

export interface Chart {
  readonly option: EChartsCoreOption
  readonly width: number
  readonly height: number
}

/** Draws a chart as an SVG text. */
export type Draw = (chart: Chart) => string

/**
 * Loads the charts' library, which is large, and needs no browser to draw.
 *
 * A drawing is for those who see it: a table with the same figures stands beside it, so it is hidden from assistive
 * technology.
 */
export async function loadCharts(): Promise<Draw> {
  const [{ init, use }, { BarChart, LineChart }, components, { SVGRenderer }] = await Promise.all([
    import("echarts/core"),
    import("echarts/charts"),
    import("echarts/components"),
    import("echarts/renderers"),
  ])
  use([BarChart, LineChart, components.GridComponent, components.LegendComponent, SVGRenderer])
  return ({ option, width, height }) => {
    const chart = init(null, null, { renderer: "svg", ssr: true, width, height })
    chart.setOption({ ...look, ...option })
    const svg = chart.renderToSVGString()
    chart.dispose()
    return svg.replace("<svg ", '<svg aria-hidden="true" focusable="false" ')
  }
}

const look = {
  animation: false,
  // Okabe and Ito's colours, told apart by people who see fewer colours; yellow left out for its contrast on white.
  color: ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#555555"],
  textStyle: { fontFamily: "sans-serif" },
} satisfies EChartsCoreOption
