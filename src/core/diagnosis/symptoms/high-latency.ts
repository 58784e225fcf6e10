import {
  type Change,
  changeAt,
  type ServiceEvidence,
  type Sighting,
  type Symptom,
} from "../evidence.ts"
import { histogramQuantile } from "../metrics-text.ts"

/** Where the manifest states no "slo.p99". */
const defaultLimitMs = 1000

export function highLatency(evidence: ServiceEvidence): Symptom | undefined {
  const stated = evidence.parsed.manifest.slo?.p99
  const limitMs = stated ?? defaultLimitMs
  const sightings = [...measured(evidence, limitMs), ...counted(evidence, limitMs)]
  if (sightings.length === 0) return undefined
  return {
    id: "high-latency",
    title: `Warm requests take longer than ${whole(limitMs)} ms.`,
    sightings,
    changes: changes(evidence, stated === undefined),
  }
}

/** The first probe may have waited for a start. The middle one tells what is usual. */
function measured({ probes }: ServiceEvidence, limitMs: number): readonly Sighting[] {
  const warm = probes.slice(1).filter(({ statusCode }) => statusCode !== undefined)
  const times = warm.map(({ totalMs }) => totalMs).toSorted((a, b) => a - b)
  const middle = times[Math.floor(times.length / 2)]
  const [first] = warm
  if (middle === undefined || first === undefined || middle <= limitMs) return []
  const text = `"${first.request}" usually takes ${whole(middle)} ms (${times.length} probes).`
  return [{ source: "probe", text }]
}

function counted({ metrics }: ServiceEvidence, limitMs: number): readonly Sighting[] {
  const names = new Set(
    metrics.flatMap(
      ({ name }) =>
        /^(\w*(?:request|http)\w*_(?:duration|latency)_seconds)_bucket$/.exec(name)?.[1] ?? [],
    ),
  )
  return [...names].flatMap((name) => {
    const seconds = histogramQuantile(metrics, name, 0.99)
    if (seconds === undefined || seconds * 1000 <= limitMs) return []
    const shown = Number.isFinite(seconds) ? `up to ${seconds} s` : "longer than the largest bucket"
    return [{ source: "metrics" as const, text: `99 % of requests take ${shown} (${name}).` }]
  })
}

function changes(evidence: ServiceEvidence, noGoal: boolean): readonly Change[] {
  const { scale, cpu, gpus, regions, dependsOn } = evidence.service
  return [
    ...(scale.concurrency === undefined || scale.concurrency > 1
      ? [
          changeAt(
            evidence,
            ["scale", "concurrency"],
            `Let fewer requests share an instance: "concurrency: ${Math.max(1, Math.floor((scale.concurrency ?? 100) / 2))}".`,
          ),
        ]
      : []),
    changeAt(evidence, ["scale", "max"], `Let more instances run: "max: ${scale.max * 2}".`),
    gpus.length > 0
      ? changeAt(evidence, ["gpu"], "Try a faster GPU first in the list.")
      : changeAt(
          evidence,
          ["size", "cpu"],
          `Give it more processor: "size: { cpu: ${(cpu ?? 0.5) * 2} }".`,
        ),
    ...(regions.length === 0
      ? [
          changeAt(
            evidence,
            ["regions"],
            'Run it near its callers and near what it asks: "regions: [us-east]".',
          ),
        ]
      : []),
    ...dependsOn.map((name) =>
      changeAt(
        evidence,
        [],
        `See whether "${name}" is what takes the time: aidep diagnose ${name}.`,
      ),
    ),
    ...(noGoal
      ? [{ text: 'State what is fast enough: "slo: { p99: 500ms }".', place: undefined }]
      : []),
  ]
}

function whole(value: number): string {
  return Math.round(value).toLocaleString("en-US")
}
