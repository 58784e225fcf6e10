import type { Project } from "../../../core/project/project.ts"
import type { CredentialSource } from "../../../core/check/credentials.ts"
import type { ProbeOptions } from "../../../ports/prober.ts"

/** What stands, and how it may be asked. */
export interface LiveSubject {
  readonly project: Project
  /** Address of each service as callers reach it. */
  readonly addresses: ReadonlyMap<string, string>
  readonly credentialSource: (service: string) => CredentialSource
  /** Values that nothing printed may show. */
  readonly secrets: readonly string[]
  readonly privateAddresses: ProbeOptions["privateAddresses"]
  readonly signal: AbortSignal
}
