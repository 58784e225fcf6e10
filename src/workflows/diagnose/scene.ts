import type { ServiceEvidence } from "../../core/diagnosis/evidence.ts"
import type { ObservedResource } from "../../core/plan/resource.ts"
import type { Driver } from "../deploy/drivers.ts"
import type { LoadedProject } from "../load-project.ts"
import type { SecretLookup } from "../load-secrets.ts"

/** What is the same for every service that is looked at. */
export interface Scene {
  readonly loaded: LoadedProject
  readonly drivers: readonly Driver[]
  readonly observed: readonly ObservedResource[]
  readonly release: ServiceEvidence["release"]
  readonly secret: SecretLookup
  /** What nothing printed may show. */
  readonly secrets: readonly string[]
  readonly signal: AbortSignal
}
