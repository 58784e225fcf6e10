import { type ApiOutcome, failedWith, makeOnce, platformErrors, problem } from "aidep/provider"
import { runModal } from "./cli/ask-modal.ts"
import * as commands from "./cli/commands.ts"
import { type ModalScope, placeOf } from "./cli/modal-scope.ts"
import { type ListedEnvironment, readEnvironments } from "./cli/read-lists.ts"
import { environmentIn } from "./read/addresses.ts"

/**
 * The workspace's environment that the options name, made where it does not stand. It is never removed: with it would go
 * whatever else stands in it.
 */
export async function ensureEnvironment(scope: ModalScope): Promise<ApiOutcome<ListedEnvironment>> {
  const found = await findEnvironment(scope)
  if (found.status === "failed") return found
  if (found.value !== undefined) return { status: "done", value: found.value }
  const name = placeOf(scope) ?? "main"
  const make = async (): Promise<ApiOutcome<ListedEnvironment>> => {
    const args = commands.createEnvironment(name)
    const operation = "modal.createEnvironment"
    const said = await runModal({ operation, args, effect: "change" }, scope)
    const made = await findEnvironment(scope)
    // Another service of the project may have made it at the same time.
    if (made.status === "done" && made.value !== undefined)
      return { status: "done", value: made.value }
    if (said.status === "failed") return said
    const params = { platform: "Modal", action: operation, what: `the environment "${name}"` }
    return failedWith(problem(platformErrors.notFound, params))
  }
  return await makeOnce({ make, find: () => findEnvironment(scope) }, scope)
}

async function findEnvironment(
  scope: ModalScope,
): Promise<ApiOutcome<ListedEnvironment | undefined>> {
  const listed = await readEnvironments(scope)
  if (listed.status === "failed") return listed
  return { status: "done", value: environmentIn(listed.value, scope) }
}
