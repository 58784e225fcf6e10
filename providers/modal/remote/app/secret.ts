import type { ApiOutcome, ResourceWork } from "aidep/provider"
import { markers, resourceMarker } from "../../../_shared/remote/ownership.ts"
import type { ModalProgram } from "../../modal-spec.ts"
import { runModal } from "../cli/ask-modal.ts"
import * as commands from "../cli/commands.ts"
import { type ModalScope, placeOf } from "../cli/modal-scope.ts"
import { withFile } from "../files/with-file.ts"
import { deploymentVariable } from "./recipe.ts"

/**
 * Sets all keys of a service's Secret anew. The client reads them from a file that only its owner may read and that is
 * gone before anything is uploaded.
 */
export async function setSecret(
  name: string,
  values: Readonly<Record<string, string>>,
  scope: ModalScope,
): Promise<ApiOutcome<string>> {
  const file = { name: `secret-${name}.json`, text: JSON.stringify(values), isSecret: true }
  return await withFile(file, scope, async (path) => {
    const said = await runModal(
      {
        operation: "modal.createSecret",
        args: commands.createSecret(name, path, placeOf(scope)),
        effect: "change",
        secrets: Object.values(values),
      },
      scope,
    )
    return said.status === "failed" ? said : { status: "done", value: name }
  })
}

/** Values of what no program may hold, and whose Secret it is: Modal refuses one without keys. */
export function secretValues(
  { desired: { address }, variables }: ResourceWork,
  program: ModalProgram | undefined,
  scope: ModalScope,
): Readonly<Record<string, string>> {
  const isMeant = (name: string) =>
    name !== deploymentVariable && (program?.secret.requiredKeys.includes(name) ?? true)
  const kept = Object.entries(variables).filter(([name]) => isMeant(name))
  return { ...Object.fromEntries(kept), [markers.resource]: resourceMarker(address, scope) }
}
