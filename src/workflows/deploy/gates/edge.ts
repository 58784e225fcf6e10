import type { Edge } from "../../../core/project/project.ts"
import { edgeLeftOut, openOrigin } from "../../../errors/catalogue/gates.ts"
import { diagnose, type Diagnostic } from "../../../errors/diagnostic.ts"
import type { LoadedProject } from "../../load-project.ts"
import { isBehindThisMachine } from "../used-platforms.ts"

/**
 * Says that the edge is left out where its platform has no driver, and that a service answers past it. Services on this
 * machine need none.
 */
export function edgeWarnings({ parsed, project, providers }: LoadedProject): readonly Diagnostic[] {
  const { edge } = project
  if (edge === undefined || isBehindThisMachine(edge, { project, providers })) return []
  const provider = providers.get(edge.platform)
  const { domain, service } = edge
  if (provider?.remote !== undefined) return openOrigins({ parsed, project, providers }, edge)
  const params = { title: provider?.title ?? edge.platform, domain, service }
  return [diagnose(edgeLeftOut, params, parsed.places.key(["edge"]))]
}

/** What stands on another platform than its edge has an address of its own there. */
function openOrigins(
  { parsed, project, providers }: Pick<LoadedProject, "parsed" | "project" | "providers">,
  { domain, platform, service }: Edge,
): readonly Diagnostic[] {
  const behind = project.services.find(({ name }) => name === service)
  const origin = providers.get(behind?.placement.platform ?? "")
  if (origin === undefined || origin.id === platform) return []
  const params = { title: origin.title, domain, service }
  return [diagnose(openOrigin, params, parsed.places.key(["edge"]))]
}
