import {
  type ObservedResource,
  problem,
  type RemoteScope,
  type RemoveOutcome,
} from "aidep/provider"
import * as errors from "../errors.ts"
import { environmentFolder, placesOf } from "./places.ts"
import { readRecord } from "./record.ts"
import { done, failure, type Step } from "./step.ts"

/** From the signal TERM to the signal KILL. */
const graceMs = 10_000

/** Stops it and deletes its folder, with volumes and data. */
export async function remove(
  { owner, address }: ObservedResource,
  scope: RemoteScope,
): Promise<RemoveOutcome> {
  const places = placesOf(owner, scope)
  const record = await readRecord(places, scope)
  // Something else of the same name took the folder in the meantime.
  if (typeof record === "object" && record.address !== address) return { status: "removed" }
  const stopped = await stop(owner, scope)
  if (stopped.status === "failed") return { status: "failed", problem: stopped.problem }
  const { files } = scope.ports
  await files.remove(places.folder)
  const environment = environmentFolder(scope)
  if ((await files.list(environment)).length === 0) await files.remove(environment)
  return { status: "removed" }
}

/** Ends the process with all that it started. Doing it again changes nothing. */
export async function stop(owner: string, scope: RemoteScope): Promise<Step<undefined>> {
  const { run } = placesOf(owner, scope)
  const outcome = await scope.ports.supervisor.stop(run, { graceMs })
  return outcome.status === "still-alive"
    ? failure(problem(errors.notStopped, { item: owner, pids: outcome.pids }))
    : done(undefined)
}
