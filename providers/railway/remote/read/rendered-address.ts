import type { ApiOutcome } from "aidep/provider"
import { storePresets, storeTypeOf } from "../../resources/store-settings.ts"
import { renderedVariablesDocument } from "../api/documents.ts"
import { ask, type RailwayScope } from "../api/railway-api.ts"
import type { Instance } from "../api/read.ts"

/** What stands for a value of another variable. */
const reference = "${{"

/**
 * The store with its address as it is: the templates of Railway put it together from other variables, one more call
 * then. An address of ours is written out.
 */
export async function withRenderedAddress(
  instance: Instance,
  scope: RailwayScope,
): Promise<ApiOutcome<Instance>> {
  const { environmentId, projectId, serviceId, variables } = instance
  const type = storeTypeOf(instance.config.source?.image ?? "")
  const name = type === undefined ? undefined : storePresets[type].addressVariable
  if (name === undefined || variables.get(name)?.includes(reference) !== true)
    return { status: "done", value: instance }
  const place = { projectId, environmentId, serviceId }
  const rendered = await ask(renderedVariablesDocument, place, scope)
  if (rendered.status === "failed") return rendered
  const address = rendered.value.variables[name]
  const known = address === undefined ? [] : [[name, address] as const]
  return { status: "done", value: { ...instance, variables: new Map([...variables, ...known]) } }
}
