import {
  type Change,
  changeAt,
  linesWith,
  type ServiceEvidence,
  type Sighting,
  type Symptom,
} from "../evidence.ts"
import { type MetricSample, sumOf } from "../metrics-text.ts"

/** So small a share of refused requests is what a limit is for. */
const tolerated = 0.05

export function rateLimited(evidence: ServiceEvidence): Symptom | undefined {
  const sightings = [...answered(evidence), ...counted(evidence)]
  if (sightings.length === 0) return undefined
  const lines = linesWith(evidence, /\b429\b|rate.?limit|too many requests/i, 2)
  return {
    id: "rate-limited",
    title: "Requests are refused, because there are too many.",
    sightings: [...sightings, ...lines],
    changes: changes(evidence),
  }
}

function answered({ probes, answers }: ServiceEvidence): readonly Sighting[] {
  const refused = [...probes, ...answers].filter(({ statusCode }) => statusCode === 429)
  return [...new Set(refused.map(({ request }) => request))].map((request) => ({
    source: "probe",
    text: `"${request}" is answered with 429.`,
  }))
}

function counted({ metrics }: ServiceEvidence): readonly Sighting[] {
  const requests = sumOf(metrics, isRequest)
  const refused = sumOf(metrics, (one) => isRequest(one) && one.labels["status"] === "429")
  const throttled = sumOf(
    metrics,
    ({ name, labels }) =>
      name.endsWith("_upstream_attempts_total") && labels["outcome"] === "throttled",
  )
  return [
    ...(refused > requests * tolerated
      ? [
          {
            source: "metrics" as const,
            text: `${refused} of ${requests} requests were refused with 429.`,
          },
        ]
      : []),
    ...(throttled > 0
      ? [{ source: "metrics" as const, text: `What it asks refused ${throttled} of its requests.` }]
      : []),
  ]
}

function isRequest({ name }: MetricSample): boolean {
  return name.endsWith("_requests_total")
}

function changes(evidence: ServiceEvidence): readonly Change[] {
  const { service, project, parsed } = evidence
  const limits = service.env.filter(({ name }) =>
    /RATE_?LIMIT|MAX_IN_FLIGHT|TOKEN_?LIMIT/.test(name),
  )
  const atEdge =
    project.edge?.service === service.name && project.edge.rateLimit !== undefined
      ? [{ text: "Raise the edge's limit.", place: parsed.places.value(["edge", "rateLimit"]) }]
      : []
  const own = [
    ...limits.map(({ name }) =>
      changeAt(evidence, ["env", name], `Raise "${name}", or give callers keys of their own.`),
    ),
    ...atEdge,
  ]
  if (own.length > 0) return own
  return [
    changeAt(
      evidence,
      ["scale", "max"],
      `Let more instances run: "scale: { max: ${service.scale.max * 2} }".`,
    ),
    ...service.dependsOn.map((name) =>
      changeAt(evidence, [], `See whether "${name}" refuses: aidep diagnose ${name}.`),
    ),
  ]
}
