import type { ObservedResource, RemoveOutcome } from "aidep/provider"
import { kinds } from "../resources.ts"
import { runModal } from "./cli/ask-modal.ts"
import * as commands from "./cli/commands.ts"
import { type ModalScope, placeOf } from "./cli/modal-scope.ts"
import { readApps } from "./cli/read-lists.ts"

/** An app goes with its Secret. What is gone already counts as removed. */
export async function remove(
  observed: ObservedResource,
  scope: ModalScope,
): Promise<RemoveOutcome> {
  const name = String(observed.observed["name"])
  if (observed.kind === kinds.volume) {
    const args = commands.deleteVolume(name, placeOf(scope))
    return await carryOut("modal.deleteVolume", args, scope)
  }
  const apps = await readApps(scope)
  if (apps.status === "failed") return apps
  const stands = apps.value.some(
    ({ app_id: id, state }) => id === observed.id && state === "deployed",
  )
  if (stands) {
    const stopped = await carryOut(
      "modal.stopApp",
      commands.stopApp(observed.id, placeOf(scope)),
      scope,
    )
    if (stopped.status === "failed") return stopped
  }
  return await carryOut("modal.deleteSecret", commands.deleteSecret(name, placeOf(scope)), scope)
}

async function carryOut(
  operation: string,
  args: readonly string[],
  scope: ModalScope,
): Promise<RemoveOutcome> {
  const said = await runModal({ operation, args, effect: "change" }, scope)
  return said.status === "failed" ? said : { status: "removed" }
}
