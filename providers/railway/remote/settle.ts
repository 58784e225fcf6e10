import {
  type ApplyOutcome,
  failedWith,
  platformErrors,
  poll,
  problem,
  type ResourceWork,
  notApplied,
} from "aidep/provider"
import { isOfDeployment, markers } from "../../_shared/remote/ownership.ts"
import { patienceWith } from "../../_shared/remote/late-answers.ts"
import { kinds } from "../resources.ts"
import { storeSettings } from "../resources/store-settings.ts"
import type { DeploymentAnswer } from "./api/documents.ts"
import type { RailwayScope } from "./api/railway-api.ts"
import { type Instance, readInstance, requireEnvironmentId } from "./api/read.ts"
import { readLog } from "./logs.ts"
import { serviceOutputs, storeOutputs } from "./read/outputs.ts"
import { outcomeOf } from "./read/states.ts"

const longestMinutes = 45
/** Few looks, since a free plan has 100 requests an hour. */
const pauses = { firstPauseMs: 5000, longestPauseMs: 30_000 }
const shownLines = 20

type Work = ResourceWork & { readonly id: string }

/** Follows the newest deployment to its end. That a request was accepted says nothing of what comes of it. */
export async function settle(work: Work, scope: RailwayScope): Promise<ApplyOutcome> {
  const { desired, id } = work
  if (desired.kind === kinds.environment) return { status: "applied", id, outputs: {} }
  const environmentId = await requireEnvironmentId(scope)
  if (environmentId.status === "failed") return notApplied(environmentId)
  const patience = patienceWith("Railway", work)
  let said: string | undefined
  const look = async (): Promise<ApplyOutcome | undefined> => {
    const instance = await readInstance(id, environmentId.value, scope)
    if (instance.status === "failed") return notApplied(instance)
    if (instance.value === undefined || !isOfDeployment(instance.value.variables, work.variables))
      return patience()
    const { latestDeployment, variables } = instance.value
    const isOld = latestDeployment?.id === variables.get(markers.previousDeploy)
    if (latestDeployment === null || isOld) return undefined
    if (latestDeployment.status !== said) scope.progress(desired.owner, wordsFor(latestDeployment))
    said = latestDeployment.status
    return await endOf(instance.value, latestDeployment, { work, scope })
  }
  const outcome = await poll({ look, ...pauses, longestMs: longestMinutes * 60_000 }, scope)
  if (outcome !== undefined) return outcome
  const params = { platform: "Railway", item: desired.owner, minutes: longestMinutes }
  return notApplied(failedWith(problem(platformErrors.settleTimeout, params)))
}

function wordsFor({ status }: DeploymentAnswer): string {
  return `${status.slice(0, 1)}${status.slice(1).toLowerCase().replaceAll("_", " ")}`
}

interface Context {
  readonly work: Work
  readonly scope: RailwayScope
}

async function endOf(
  instance: Instance,
  deployment: DeploymentAnswer,
  { scope, work }: Context,
): Promise<ApplyOutcome | undefined> {
  switch (outcomeOf(deployment.status)) {
    case "working":
      return undefined
    case "live":
      return { status: "applied", id: work.id, outputs: outputsOf(instance, work) }
    case "failed":
    case "stopped":
      return await failure(deployment, { scope, work })
  }
}

function outputsOf(instance: Instance, { desired }: Work) {
  return desired.kind === kinds.store
    ? storeOutputs(instance, storeSettings.parse(desired.desired).type)
    : serviceOutputs(instance)
}

/** A deployment that never wrote anything ended before its start: in its build. Without a log, it stays a failure. */
async function failure(
  { id, status }: DeploymentAnswer,
  { scope, work }: Context,
): Promise<ApplyOutcome> {
  const log = await readLog(id, shownLines, scope)
  const { build, run } = log.status === "failed" ? { build: [], run: [] } : log.value
  const inBuild = status === "FAILED" && run.length === 0
  const entry = inBuild ? platformErrors.buildFailed : platformErrors.crashed
  const reason = `its deployment ended as ${status}.`
  const params = { platform: "Railway", item: work.desired.owner, reason }
  const lines = [...build, ...run].slice(-shownLines).map(({ message }) => message)
  return { status: "failed", problem: problem(entry, params), log: lines }
}
