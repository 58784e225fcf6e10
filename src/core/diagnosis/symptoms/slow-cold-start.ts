import {
  type Change,
  changeAt,
  type ServiceEvidence,
  type Sighting,
  type Symptom,
} from "../evidence.ts"
import { sumOf } from "../metrics-text.ts"

/** A first answer that takes this long, and so many times longer than those after it, waited for a start. */
const slowMs = 1000
const timesSlower = 5
/** Starts that are told in logs or metrics and take less are not slow. */
const slowStartSeconds = 10

export function slowColdStart(evidence: ServiceEvidence): Symptom | undefined {
  const sightings = [...measured(evidence), ...logged(evidence), ...counted(evidence)]
  if (sightings.length === 0) return undefined
  return {
    id: "slow-cold-start",
    title: "The first request waits for a start.",
    sightings,
    changes: changes(evidence),
  }
}

function measured({ probes }: ServiceEvidence): readonly Sighting[] {
  const [first, ...others] = probes.filter(({ statusCode }) => statusCode !== undefined)
  const times = others.map(({ totalMs }) => totalMs).toSorted((a, b) => a - b)
  const usual = times[Math.floor(times.length / 2)]
  if (first === undefined || usual === undefined) return []
  if (first.totalMs < slowMs || first.totalMs < usual * timesSlower) return []
  const text = `"${first.request}" took ${whole(first.totalMs)} ms at first and ${whole(usual)} ms later.`
  return [{ source: "probe", text }]
}

const told =
  /\b(?:load(?:ed|ing)?|start(?:ed|up)?|ready|warm(?:ed)?[ -]?up|initiali[sz]ed|compil(?:ed|ation))\b.{0,80}?\b(?:in|took|after)\b\D{0,4}(\d+(?:\.\d+)?) ?(ms|milliseconds|s|sec|seconds|min|minutes)\b/i

function logged({ log }: ServiceEvidence): readonly Sighting[] {
  const slow = log.filter((line) => {
    const [, amount = "0", unit = "s"] = told.exec(line) ?? []
    return Number(amount) * secondsIn(unit.toLowerCase()) >= slowStartSeconds
  })
  return slow.slice(-2).map((text) => ({ source: "log", text: text.trim() }))
}

function secondsIn(unit: string): number {
  if (unit.startsWith("min")) return 60
  return unit.startsWith("m") ? 0.001 : 1
}

function counted({ metrics, answers }: ServiceEvidence): readonly Sighting[] {
  const seconds = sumOf(metrics, ({ name }) => startTime.test(name))
  const cold = sumOf(
    metrics,
    ({ name, labels }) => name.endsWith("_upstream_attempts_total") && labels["outcome"] === "cold",
  )
  const refused = answers.filter(({ body }) => body.includes("upstream_cold")).slice(0, 1)
  return [
    ...(seconds < slowStartSeconds
      ? []
      : [{ source: "metrics" as const, text: `Its start took ${whole(seconds)} s.` }]),
    ...(cold === 0
      ? []
      : [
          {
            source: "metrics" as const,
            text: `${cold} requests met what it asks while that was starting.`,
          },
        ]),
    ...refused.map(({ request }) => ({
      source: "check" as const,
      text: `"${request}" is refused, because what it asks takes too long to start.`,
    })),
  ]
}

/** Names of metrics that tell how long a start, or a phase of it, took. */
const startTime = /(?:cold_start|start_phase|startup|model_load)\w*_seconds(?:_sum)?$/

function changes(evidence: ServiceEvidence): readonly Change[] {
  const { scale, model, volumes, health } = evidence.service
  return [
    ...(scale.min === 0
      ? [
          changeAt(
            evidence,
            ["scale", "min"],
            'Keep one instance running, which is paid for: "min: 1".',
          ),
          changeAt(
            evidence,
            ["scale", "idle"],
            'Keep an instance longer after its last request: "idle: 300s".',
          ),
        ]
      : [
          changeAt(
            evidence,
            ["health", "path"],
            "Answer the health path only once the service is ready, so that callers never wait for it.",
          ),
        ]),
    ...(model !== undefined && volumes.length === 0
      ? [
          changeAt(
            evidence,
            ["volumes"],
            'Keep downloaded weights: "volumes: { models: { mount: /models } }".',
          ),
        ]
      : []),
    ...(health?.startupMs === undefined
      ? [
          changeAt(
            evidence,
            ["health", "startup"],
            'Say how long a start may take: "startup: 300s".',
          ),
        ]
      : []),
  ]
}

function whole(value: number): string {
  return Math.round(value).toLocaleString("en-US")
}
