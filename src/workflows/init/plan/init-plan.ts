import type { FoundService, FoundVariable } from "../../../core/init/found-service.ts"
import type { ServiceKind } from "../../../core/manifest/schema/service.ts"
import type { PlatformFacts } from "../../../core/project/platform-facts.ts"
import type { SplitTargets } from "./able-targets.ts"
import type { Sourced } from "./sourced.ts"

export interface InitFlags {
  readonly name?: string | undefined
  readonly image?: string | undefined
  readonly kind?: ServiceKind | undefined
  readonly targets: readonly string[]
  readonly port?: number | undefined
  readonly gpu: readonly string[]
  readonly health?: string | undefined
  readonly command?: string | undefined
}

/** What a person said of one service. */
export interface ServiceAnswers {
  readonly kind?: ServiceKind
  readonly gpu?: readonly string[]
  readonly targets?: readonly string[]
  readonly port?: number
  /** Empty for none. */
  readonly healthPath?: string
  readonly command?: readonly string[]
}

export interface PlanInput {
  /** Name of the project's folder. */
  readonly folderName: string
  /** Services to write down. */
  readonly found: readonly FoundService[]
  /** The project's own folder: its variables are those of the one service below that lists none. */
  readonly projectFolder: FoundService
  /** How the code was named: found by looking, or given. */
  readonly codeFrom: "detected" | "flag" | "you"
  readonly flags: InitFlags
  readonly name?: string
  /** By name of the service. */
  readonly answers: Readonly<Record<string, ServiceAnswers>>
  readonly platforms: readonly PlatformFacts[]
}

export interface InitPlan {
  readonly name: Sourced<string>
  readonly services: readonly PlannedService[]
  /** Flags, with what they take, whose values nothing gives. */
  readonly missing: readonly string[]
}

/** A service with every value that is known and where it came from; undefined is what it does not have. */
export interface PlannedService {
  readonly name: string
  readonly code: Sourced<{ readonly source: string } | { readonly image: string }>
  readonly kind: Sourced<ServiceKind> | undefined
  readonly runtime: Sourced<string> | undefined
  readonly targets: Sourced<readonly string[]> | undefined
  /** Targets that a flag names and that cannot carry this service. */
  readonly unable: SplitTargets["unable"]
  readonly gpu: Sourced<readonly string[]> | undefined
  readonly port: Sourced<number> | undefined
  /** Empty for none. */
  readonly healthPath: Sourced<string> | undefined
  readonly command: Sourced<readonly string[]> | undefined
  readonly needsCommand: boolean
  readonly buildCommand: Sourced<readonly string[]> | undefined
  readonly output: Sourced<string> | undefined
  readonly variables: readonly FoundVariable[]
  /** File that lists the variables; empty for none. */
  readonly variablesPlace: string
  readonly found: FoundService | undefined
}
