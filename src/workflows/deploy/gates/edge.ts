import { edgeLeftOut } from "../../../errors/catalogue/gates.ts"
import { diagnose, type Diagnostic } from "../../../errors/diagnostic.ts"
import type { LoadedProject } from "../../load-project.ts"

/** Says that the edge is left out where its platform has no driver. Services on this machine need none. */
export function edgeWarnings({ parsed, project, providers }: LoadedProject): readonly Diagnostic[] {
  const { edge, services } = project
  if (edge === undefined) return []
  const provider = providers.get(edge.platform)
  const behind = services.find(({ name }) => name === edge.service)
  const isHere = providers.get(behind?.placement.platform ?? "")?.alwaysAllowed === true
  if (provider?.remote !== undefined || isHere) return []
  const { domain, service } = edge
  const params = { title: provider?.title ?? edge.platform, domain, service }
  return [diagnose(edgeLeftOut, params, parsed.places.key(["edge"]))]
}
