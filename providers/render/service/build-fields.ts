import type { Artifact, Diagnostic } from "aidep/provider"
import type { BlueprintService } from "../blueprint.ts"
import type { RenderOptions } from "../options.ts"

type BuildField =
  | "runtime"
  | "repo"
  | "branch"
  | "rootDir"
  | "image"
  | "dockerfilePath"
  | "dockerContext"
  | "dockerCommand"
  | "registryCredential"
  | "buildCommand"
  | "startCommand"
  | "staticPublishPath"

/** Where the code of a service comes from and how Render builds and starts it. */
export interface Build {
  readonly fields: Pick<BlueprintService, BuildField>
  /** Variables that the build or the start needs beside the service's own. */
  readonly variables: Readonly<Record<string, string>>
  readonly files: readonly Artifact[]
  readonly diagnostics: readonly Diagnostic[]
}

/** Without a repository of its own, Render builds the one that holds the Blueprint. */
export function repositoryOf({ branch, repository }: RenderOptions) {
  const repo = repository === undefined ? undefined : `https://github.com/${repository}`
  return { repo, branch }
}
