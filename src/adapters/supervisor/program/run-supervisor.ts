import { rmSync } from "node:fs"
import { join } from "node:path"
import type { SupervisedProcess } from "../../../ports/supervisor.ts"
import { type Claim, holds } from "../folder/claim.ts"
import { reasonFor } from "../failure.ts"
import { graceName } from "../folder/grace.ts"
import type { Answer } from "../messages.ts"
import { rotatingLog } from "./rotating-log.ts"
import { stateKeeper } from "./state-keeper.ts"
import type { StopRequest } from "./stop-request.ts"
import { supervise } from "./supervise.ts"
import { takeOver } from "./take-over.ts"

interface Conversation {
  readonly stop: StopRequest
  readonly answer: (answer: Answer) => void
}

/** How often to look whether the folder is still there, and to write what could not be written. */
const lookMs = 2_000

export async function runSupervisor(
  order: SupervisedProcess,
  { stop, answer }: Conversation,
): Promise<void> {
  const { folder } = order
  let claim: Claim | undefined
  try {
    claim = await takeOver(folder)
  } catch (error) {
    return answer(unusable(error))
  }
  if (claim === undefined) return answer({ status: "already-running" })
  const ours = claim
  const log = rotatingLog(folder, order.maxLogBytes)
  const keeper = stateKeeper(order, { claim, log })
  try {
    rmSync(join(folder, graceName), { force: true })
    keeper.begin()
  } catch (error) {
    return answer(unusable(error))
  }
  const look = setInterval(() => {
    if (!holds(folder, ours)) stop.request()
    keeper.refresh()
  }, lookMs)
  await supervise(order, { claim, log, keeper, stop, answer })
  clearInterval(look)
  await keeper.settle()
}

function unusable(error: unknown): Answer {
  return { status: "not-startable", problem: "folder-unusable", reason: reasonFor(error) }
}
