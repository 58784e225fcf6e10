import type { Edge } from "../../core/project/project.ts"
import { isExternal } from "../../core/project/resolve-service.ts"
import type { LoadedProject } from "../load-project.ts"

/** The edge that a deploy makes: none before a service of this machine, and none where its platform has no driver. */
export function deployedEdge({ project, providers }: LoadedProject): Edge | undefined {
  const { edge } = project
  if (edge === undefined || isBehindThisMachine(edge, { project, providers })) return undefined
  return providers.get(edge.platform)?.remote === undefined ? undefined : edge
}

/** True where nobody outside reaches the service that the edge is for. */
export function isBehindThisMachine(
  { service }: Edge,
  { project, providers }: Pick<LoadedProject, "project" | "providers">,
): boolean {
  const behind = project.services.find(({ name }) => name === service)
  return providers.get(behind?.placement.platform ?? "")?.alwaysAllowed === true
}

/** Ids of the platforms that a deploy talks to. */
export function usedPlatforms(loaded: LoadedProject): ReadonlySet<string> {
  const { services, resources } = loaded.project
  const items = [...services, ...resources].filter((item) => !isExternal(item))
  const edge = deployedEdge(loaded)
  return new Set([
    ...items.map(({ placement }) => placement.platform),
    ...(edge === undefined ? [] : [edge.platform]),
  ])
}
