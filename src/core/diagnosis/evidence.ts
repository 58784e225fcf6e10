import type { Place } from "../../errors/diagnostic.ts"
import type { ParsedManifest } from "../manifest/parse-manifest.ts"
import type { ResourceState } from "../plan/resource.ts"
import type { ReleaseSummary } from "../production/evidence.ts"
import type { Project, Service } from "../project/project.ts"
import type { MetricSample } from "./metrics-text.ts"

/** All that was seen of one service, without secrets. */
export interface ServiceEvidence {
  readonly service: Service
  readonly project: Project
  readonly parsed: ParsedManifest
  /** As the platform tells; undefined where nothing stands. */
  readonly standing: Standing | undefined
  readonly release: ReleaseSummary | undefined
  /** Newest lines of the log, oldest first. */
  readonly log: readonly string[]
  /** Why the log could not be read; a sentence. */
  readonly logProblem: string | undefined
  readonly metrics: readonly MetricSample[]
  /** Requests of the health path, one after the other. */
  readonly probes: readonly Sample[]
  /** One request of each of the manifest's checks. */
  readonly answers: readonly Sample[]
}

export interface Standing {
  readonly platform: string
  readonly state: ResourceState
  /** A sentence of the platform. */
  readonly about: string
  readonly deploymentId: string | undefined
}

/** What came of one request. */
export interface Sample {
  /** `GET /health` */
  readonly request: string
  /** Undefined where no answer came. */
  readonly statusCode: number | undefined
  /** A sentence where no answer came. */
  readonly failure: string | undefined
  readonly firstByteMs: number | undefined
  readonly totalMs: number
  /** Start of the body. */
  readonly body: string
}

/** Something that is wrong, what shows it, and what to change. */
export interface Symptom {
  readonly id: SymptomId
  readonly title: string
  readonly sightings: readonly Sighting[]
  readonly changes: readonly Change[]
}

export const symptomIds = [
  "failed-deployment",
  "out-of-memory",
  "circuit-open",
  "rate-limited",
  "slow-cold-start",
  "high-latency",
] as const
export type SymptomId = (typeof symptomIds)[number]

export interface Sighting {
  readonly source: "platform" | "log" | "metrics" | "probe" | "check"
  /** A sentence, or the line of the log as it stands there. */
  readonly text: string
}

export interface Change {
  /** A sentence. */
  readonly text: string
  /** Where in the manifest it is, or would be. */
  readonly place: Place | undefined
}

/** A change at a field of the service, or at the nearest of its parents that is written. */
export function changeAt(
  { parsed, service }: ServiceEvidence,
  field: readonly string[],
  text: string,
): Change {
  return { text, place: parsed.places.value(["services", service.name, ...field]) }
}

/** Lines of the log that match, the newest at most. */
export function linesWith(
  { log }: ServiceEvidence,
  pattern: RegExp,
  most = 3,
): readonly Sighting[] {
  return log
    .filter((line) => pattern.test(line))
    .slice(-most)
    .map((text) => ({ source: "log", text: text.trim() }))
}
