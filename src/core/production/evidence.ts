import type { ParsedManifest } from "../manifest/parse-manifest.ts"
import type { ResourceState } from "../plan/resource.ts"
import type { Project } from "../project/project.ts"

/** All that was seen of an environment, for the production checklist. */
export interface ProductionEvidence {
  readonly parsed: ParsedManifest
  readonly project: Project
  /** Values of secrets: counted and judged, never shown. */
  readonly secret: (name: string) => string | undefined
  /** Variables that the drivers of the project's platforms need. */
  readonly credentials: readonly NeededCredential[]
  /** What stands, one entry a service. */
  readonly standing: readonly StandingService[]
  /** The newest release; undefined when nothing was released. */
  readonly release: ReleaseSummary | undefined
  /** Answers of health paths, one a service that has an address. */
  readonly health: readonly HealthEvidence[]
  /** The manifest's own checks, as they went. */
  readonly checks: readonly { readonly name: string; readonly passed: boolean }[]
}

export interface NeededCredential {
  readonly variable: string
  readonly platform: string
  readonly set: boolean
}

export interface StandingService {
  readonly service: string
  readonly platform: string
  readonly state: ResourceState
  readonly deploymentId: string | undefined
}

export interface ReleaseSummary {
  readonly id: string
  readonly verdict: string
  /** Deployment id by service. */
  readonly deployments: Readonly<Record<string, string>>
}

export interface HealthEvidence {
  readonly service: string
  readonly url: string
  /** Undefined where no answer came. */
  readonly statusCode: number | undefined
  /** A sentence where no answer came. */
  readonly failure: string | undefined
  readonly headers: Readonly<Record<string, string>>
}
