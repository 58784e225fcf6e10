import { AidepError, type ApiOutcome, type ObservedResource } from "aidep/provider"
import { kinds } from "../resources.ts"
import { runModal } from "./cli/ask-modal.ts"
import * as commands from "./cli/commands.ts"
import { type ModalScope, placeOf } from "./cli/modal-scope.ts"

/** Each look starts the client, which takes a second. */
const pauseMs = 10_000
const mostLines = 500

/**
 * Of all containers of the app, each line with its time. They are for people: nothing is read from them.
 *
 * @throws AidepError `platform/...` where Modal does not give them.
 */
export async function* logs(
  { id, kind }: ObservedResource,
  { follow, lines }: { readonly lines: number; readonly follow: boolean },
  scope: ModalScope,
): AsyncIterable<string> {
  if (kind !== kinds.app) return
  const first = valueOf(await lastLines(id, follow ? mostLines : lines, scope))
  yield* first.slice(-lines)
  let seen = new Set(first)
  if (!follow) return
  while (!scope.signal.aborted) {
    await scope.ports.clock.sleep(pauseMs, scope.signal)
    if (scope.signal.aborted) return
    const all = valueOf(await lastLines(id, mostLines, scope))
    const news = all.filter((line) => !seen.has(line))
    seen = new Set(all)
    yield* news
  }
}

export async function lastLines(
  app: string,
  lines: number,
  scope: ModalScope,
): Promise<ApiOutcome<readonly string[]>> {
  const args = commands.appLogs(app, lines, placeOf(scope))
  const said = await runModal({ operation: "modal.logs", args, effect: "read" }, scope)
  if (said.status === "failed") return said
  const written = said.value.stdout.split("\n").filter((line) => line !== "")
  return { status: "done", value: written.slice(-lines) }
}

function valueOf<T>(outcome: ApiOutcome<T>): T {
  if (outcome.status === "failed") throw new AidepError(outcome.problem)
  return outcome.value
}
