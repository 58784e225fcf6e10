import { type Attempt, start } from "./launch.ts"
import type { LocalSpec, ProcessSpec } from "../../local-spec.ts"
import { placesOf } from "../places.ts"
import { jobReadiness } from "../prepare/job.ts"
import { processReadiness } from "../prepare/process.ts"
import { workerReadiness } from "../prepare/worker.ts"
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
  const restart = restartOf(spec)
  const started = await start(program, { restart, port, attempt })
  if (started.status === "failed") return started
  const startupMs = "startupMs" in spec ? spec.startupMs : 60_000
  const readiness = readinessOf(spec, port)
  const up = await waitUntilUp({ item, run, readiness, startupMs }, scope)
  if (up.status === "failed") return up
  const written = await writeRecord(placesOf(item, scope), record, scope)
  return written.status === "failed" ? written : done(undefined)
}

function restartOf(spec: LocalSpec): ProcessSpec["restart"] {
  if (spec.type === "process") return spec.restart
  return spec.type === "store" ? "on-failure" : "always"
}

function readinessOf(spec: LocalSpec, port: number | undefined): Readiness {
  if (port === undefined) return { type: "running" }
  switch (spec.type) {
    case "process":
      return processReadiness(spec, port)
    case "worker":
      return workerReadiness(spec, port)
    case "job":
      return jobReadiness(port)
    default:
      return { type: "listening", port }
  }
}
