import {
  type Change,
  changeAt,
  linesWith,
  type ServiceEvidence,
  type Symptom,
} from "../evidence.ts"

/** Values of a breaker's state: 0 closed, 1 half open, 2 open. */
const open = 2

export function circuitOpen(evidence: ServiceEvidence): Symptom | undefined {
  const { metrics, answers, probes } = evidence
  const states = metrics
    .filter(({ name, value }) => /(?:breaker|circuit)_state$/.test(name) && value >= open)
    .map(({ name, labels }) => ({
      source: "metrics" as const,
      text: `${name}${Object.entries(labels)
        .map(([key, value]) => ` ${key}=${value}`)
        .join("")} is open.`,
    }))
  const refused = [...answers, ...probes]
    .filter(
      ({ statusCode, body }) =>
        statusCode === 503 && /circuit|breaker|upstream_unavailable/i.test(body),
    )
    .slice(0, 1)
    .map(({ request }) => ({
      source: "check" as const,
      text: `"${request}" is refused with 503, because what it needs does not answer.`,
    }))
  const lines = linesWith(
    evidence,
    /circuit[ _-]?(?:breaker)?.{0,40}\bopen(?:ed)?\b|breaker.{0,40}\bopen(?:ed)?\b/i,
  )
  const sightings = [...states, ...refused, ...(states.length + refused.length > 0 ? lines : [])]
  if (sightings.length === 0) return undefined
  return {
    id: "circuit-open",
    title: "It has stopped asking what it depends on.",
    sightings,
    changes: [...upstreams(evidence), ...settings(evidence)],
  }
}

function upstreams(evidence: ServiceEvidence): readonly Change[] {
  const { service } = evidence
  return service.dependsOn.map((name) => {
    const variable = service.env.find(({ segments }) =>
      segments.some((segment) => segment.type === "service" && segment.service === name),
    )
    const field = variable === undefined ? [] : ["env", variable.name]
    return changeAt(evidence, field, `See why "${name}" fails: aidep diagnose ${name}.`)
  })
}

function settings(evidence: ServiceEvidence): readonly Change[] {
  const written = evidence.service.env.filter(({ name }) => /BREAKER|CIRCUIT/.test(name))
  return written.map(({ name }) =>
    changeAt(evidence, ["env", name], `"${name}" says when it opens and for how long.`),
  )
}
