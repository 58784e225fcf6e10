import type { DesiredResource } from "../../src/core/plan/resource.ts"
import type { Project } from "../../src/core/project/project.ts"
import type { Provider } from "../../src/provider/provider.ts"
import type { ApplyOutcome, ServiceSource } from "../../src/provider/remote.ts"
import { fixtureSources } from "./fixture-manifests.ts"
import { renderManifest } from "./render-manifest.ts"
import { type RollOut, rollOut, type SimulatedPlatform } from "./simulated-platform.ts"

export const commit = "0123456789abcdef0123456789abcdef01234567"
export const otherCommit = "fedcba9876543210fedcba9876543210fedcba98"

/** What should stand on one platform, and the project that it is for. */
export interface SimulatedProject {
  readonly project: Project
  readonly resources: readonly DesiredResource[]
}

export function projectOn(
  provider: Provider,
  text: string,
  environment?: string,
): SimulatedProject {
  const { diagnostics, platforms, project } = renderManifest(text, {
    providers: [provider],
    target: provider.id,
    sources: fixtureSources,
    ...(environment === undefined ? {} : { environment }),
  })
  const output = platforms.get(provider.id)
  if (project === undefined || output === undefined) throw new Error(JSON.stringify(diagnostics))
  return { project, resources: output.resources }
}

/** A pushed commit for what is built, an image by its digest for the rest. */
export function sourceIn({ project }: SimulatedProject, of = commit) {
  return (owner: string): ServiceSource | undefined => {
    const service = project.services.find(({ name }) => name === owner)
    if (service?.code.type === "image")
      return { type: "image", reference: `${service.code.reference}@sha256:${"a".repeat(64)}` }
    if (project.buildBy === "ci" && service?.kind !== "static")
      return {
        type: "image",
        reference: `${project.registry}/${project.name}-${owner}@sha256:${"b".repeat(64)}`,
      }
    return { type: "commit", commit: of, repository: "acme/shop" }
  }
}

export async function deploy(
  platform: SimulatedPlatform,
  on: SimulatedProject,
  changes: Partial<RollOut> = {},
): Promise<ReadonlyMap<string, ApplyOutcome>> {
  return await rollOut(platform, { ...on, sourceOf: sourceIn(on), ...changes })
}
