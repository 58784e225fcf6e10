import type { ParsedManifest } from "../manifest/parse-manifest.ts"
import type { PlatformFacts } from "./platform-facts.ts"
import type { SourceFactsByPath } from "./source-facts.ts"

/** Everything that resolving a manifest depends on. */
export interface ResolveInput {
  readonly parsed: ParsedManifest
  /** Facts of all platforms that the manifest or the command names, by id. */
  readonly platforms: ReadonlyMap<string, PlatformFacts>
  /** Ids of all platforms there are, sorted. */
  readonly platformIds: readonly string[]
  readonly sources: SourceFactsByPath
  /** The process environment, for `${env.NAME}`. */
  readonly variables: Readonly<Record<string, string | undefined>>
  /** `--target`: everything that lists it goes there. */
  readonly target?: string | undefined
  /** Platforms that services and resources were placed on before, by name; counts where no target is asked for. */
  readonly recorded?: Readonly<Record<string, string>> | undefined
  /** Platforms in whose place others stand, by id: in a rehearsal, those that cannot be simulated. */
  readonly replaced?: Readonly<Record<string, string>> | undefined
  /** Name of the environment where it is not the one that was read: a rehearsal is an environment of its own. */
  readonly environmentName?: string | undefined
}
