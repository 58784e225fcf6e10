import { type Attempt, start } from "./launch.ts"
import type { ProcessSpec } from "../../local-spec.ts"
import { placesOf } from "../places.ts"
import { processReadiness } from "../prepare/process.ts"
import { type RunRecord, writeRecord } from "../record.ts"
import { done, type Step } from "../step.ts"
import { type Readiness, waitUntilUp } from "./wait-until-up.ts"

/**
 * Starts the version that stood before a failed one, on the same port. Its secrets were never written down, so that
 * it gets the variables of today, under its own deployment id.
 */
export async function startAgain(
  record: RunRecord,
  { work, scope }: Attempt,
): Promise<Step<undefined>> {
  const { desired: spec, program, port, owner: item, deploymentId } = record
  const { run } = placesOf(item, scope)
  if (program === undefined) return done(undefined)
  scope.progress(item, "Starting the version of before again")
  const variables =
    deploymentId === undefined
      ? work.variables
      : { ...work.variables, AIDEP_DEPLOYMENT: deploymentId }
  const attempt: Attempt = { spec, work: { ...work, variables }, scope }
  const restart = spec.type === "process" ? spec.restart : "on-failure"
  const started = await start(program, { restart, port, attempt })
  if (started.status === "failed") return started
  const startupMs = spec.type === "process" ? spec.startupMs : 60_000
  const readiness = readinessOf(spec.type === "process" ? spec : undefined, port)
  const up = await waitUntilUp({ item, run, readiness, startupMs }, scope)
  if (up.status === "failed") return up
  const written = await writeRecord(placesOf(item, scope), record, scope)
  return written.status === "failed" ? written : done(undefined)
}

function readinessOf(spec: ProcessSpec | undefined, port: number | undefined): Readiness {
  if (port === undefined) return { type: "running" }
  return spec === undefined ? { type: "listening", port } : processReadiness(spec, port)
}
