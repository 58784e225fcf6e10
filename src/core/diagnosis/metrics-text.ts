/** One value of a metric. */
export interface MetricSample {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

const sample = /^([A-Za-z_:][\w:]*)(?:\{(.*)\})?[ \t]+(\S+)(?:[ \t]+-?\d+)?[ \t]*$/
const label = /([A-Za-z_]\w*)="((?:[^"\\]|\\.)*)"/g

/**
 * Samples of a text in the Prometheus exposition format:
 * https://prometheus.io/docs/instrumenting/exposition_formats/ (read 2026-11-21). Lines of another form are passed over.
 */
export function parseMetrics(text: string): readonly MetricSample[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const [, name, labels = "", written = ""] = sample.exec(line) ?? []
    const value = /^[+-]?Inf$/.test(written)
      ? Number(written.replace("Inf", "Infinity"))
      : Number(written)
    if (name === undefined || Number.isNaN(value)) return []
    return [{ name, labels: labelsOf(labels), value }]
  })
}

function labelsOf(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...text.matchAll(label)].map(([, name = "", value = ""]) => [name, unescaped(value)]),
  )
}

function unescaped(value: string): string {
  return value.replaceAll(/\\(.)/g, (_, character: string) =>
    character === "n" ? "\n" : character,
  )
}

/** Sum of all samples whose name and labels meet a condition. */
export function sumOf(
  metrics: readonly MetricSample[],
  meets: (sample: MetricSample) => boolean,
): number {
  return metrics.filter(meets).reduce((sum, { value }) => sum + value, 0)
}

/**
 * A quantile of a histogram over all its labels, in the histogram's unit: the upper bound of the bucket that it falls
 * into, so that it is never told better than it was. Undefined where there is no such histogram, or nothing in it.
 */
export function histogramQuantile(
  metrics: readonly MetricSample[],
  name: string,
  quantile: number,
): number | undefined {
  const counts = new Map<number, number>()
  for (const one of metrics) {
    if (one.name !== `${name}_bucket`) continue
    const bound = Number((one.labels["le"] ?? "").replace("Inf", "Infinity"))
    counts.set(bound, (counts.get(bound) ?? 0) + one.value)
  }
  const buckets = [...counts].toSorted(([a], [b]) => a - b)
  const total = buckets.at(-1)?.[1] ?? 0
  if (total === 0) return undefined
  return buckets.find(([, count]) => count >= total * quantile)?.[0]
}
