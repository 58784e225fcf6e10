import { edgeLeftOut } from "../../../errors/catalogue/gates.ts"
import { diagnose, type Diagnostic } from "../../../errors/diagnostic.ts"
import type { LoadedProject } from "../../load-project.ts"
import { isBehindThisMachine } from "../used-platforms.ts"

/** Says that the edge is left out where its platform has no driver. Services on this machine need none. */
export function edgeWarnings({ parsed, project, providers }: LoadedProject): readonly Diagnostic[] {
  const { edge } = project
  if (edge === undefined || isBehindThisMachine(edge, { project, providers })) return []
  const provider = providers.get(edge.platform)
  if (provider?.remote !== undefined) return []
  const { domain, service } = edge
  const params = { title: provider?.title ?? edge.platform, domain, service }
  return [diagnose(edgeLeftOut, params, parsed.places.key(["edge"]))]
}
