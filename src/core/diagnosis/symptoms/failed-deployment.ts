import {
  type Change,
  changeAt,
  linesWith,
  type ServiceEvidence,
  type Sighting,
  type Symptom,
} from "../evidence.ts"
import { logClues } from "../log-clues.ts"

export function failedDeployment(evidence: ServiceEvidence): Symptom | undefined {
  const sightings = [...ofPlatform(evidence), ...ofRelease(evidence), ...ofProbes(evidence)]
  if (sightings.length === 0) return undefined
  const clues = logClues(evidence)
  const lines =
    clues.length > 0 ? [] : linesWith(evidence, /\b(?:error|exception|fatal|traceback|panic)\b/i)
  return {
    id: "failed-deployment",
    title: "What should run does not run.",
    sightings: [...sightings, ...clues.map(({ sighting }) => sighting), ...lines],
    changes: clues.length > 0 ? clues.map(({ change }) => change) : [general(evidence)],
  }
}

function ofPlatform({ standing, service }: ServiceEvidence): readonly Sighting[] {
  if (standing === undefined)
    return [{ source: "platform", text: `"${service.name}" does not stand anywhere.` }]
  return standing.state === "failed" ? [{ source: "platform", text: standing.about }] : []
}

function ofRelease({ standing, release, service }: ServiceEvidence): readonly Sighting[] {
  if (release === undefined || standing === undefined) return []
  const wanted = release.deployments[service.name]
  if (wanted !== undefined && standing.deploymentId !== wanted)
    return [{ source: "platform", text: `It runs another deployment than release ${release.id}.` }]
  return []
}

/** Every probe went wrong, and not because of a limit. */
function ofProbes({ probes }: ServiceEvidence): readonly Sighting[] {
  const bad = probes.filter(({ statusCode }) => statusCode === undefined || statusCode >= 400)
  const last = bad.at(-1)
  if (last === undefined || bad.length < probes.length || last.statusCode === 429) return []
  const text =
    last.statusCode === undefined
      ? `"${last.request}" is not answered: ${last.failure ?? ""}`
      : `"${last.request}" is answered with ${last.statusCode}.`
  return [{ source: "probe", text }]
}

function general(evidence: ServiceEvidence): Change {
  const { standing, probes, service } = evidence
  if (standing === undefined) return changeAt(evidence, [], "Deploy it: aidep deploy.")
  if (probes.some(({ statusCode }) => statusCode === 404))
    return changeAt(
      evidence,
      ["health", "path"],
      "Name the path that answers 200 when it can take requests.",
    )
  if (probes.length > 0 && service.port !== undefined)
    return changeAt(evidence, ["port"], "Listen on the port in PORT, on the address in HOST.")
  return changeAt(
    evidence,
    ["command"],
    `Read its log (aidep logs ${service.name}), and see whether this starts it.`,
  )
}
