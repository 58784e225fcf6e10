import {
  type ApplyOutcome,
  failedWith,
  notApplied,
  problem,
  type ResourceWork,
} from "aidep/provider"
import { notRestorable } from "../../errors/deploy.ts"
import { runModal } from "../cli/ask-modal.ts"
import * as commands from "../cli/commands.ts"
import { type ModalScope, placeOf } from "../cli/modal-scope.ts"
import { readHistory } from "../cli/read-lists.ts"
import type { OwnApp } from "../read/apps.ts"
import { tagIn } from "../read/tags.ts"

/** Lets the version that was deployed with an id serve again: image and code as they were, whatever the folder holds. */
export async function restoreVersion(
  { desired: { deploymentId = "", owner } }: ResourceWork,
  standing: OwnApp | undefined,
  scope: ModalScope,
): Promise<ApplyOutcome> {
  const unknown = failedWith(problem(notRestorable, { service: owner, deployment: deploymentId }))
  if (standing === undefined) return notApplied(unknown)
  const { app_id: id } = standing.listed
  if (standing.tag?.deploymentId === deploymentId) return { status: "applied", id, outputs: {} }
  const history = await readHistory(id, scope)
  if (history.status === "failed") return notApplied(history)
  const version = history.value.find(({ tag }) => tagIn(tag)?.deploymentId === deploymentId)
  if (version === undefined) return notApplied(unknown)
  scope.progress(owner, `Going back to ${version.version}`)
  const args = commands.rollBack(id, version.version, placeOf(scope))
  const said = await runModal({ operation: "modal.rollBack", args, effect: "change" }, scope)
  return said.status === "failed"
    ? { ...notApplied(said), log: said.log }
    : { status: "applied", id, outputs: {} }
}
