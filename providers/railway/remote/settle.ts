import {
  type ApplyOutcome,
  edgeKinds,
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
import { settleBucket } from "./bucket/bucket.ts"
import { settleCertificate } from "./domain/certificate.ts"
import { settleDomain } from "./domain/origin-domain.ts"
import { readLog } from "./logs.ts"
import { serviceOutputs, storeOutputs } from "./read/outputs.ts"
import { withRenderedAddress } from "./read/rendered-address.ts"
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
  if (desired.kind === kinds.bucket) return await settleBucket(work, scope)
  const environmentId = await requireEnvironmentId(scope)
  if (environmentId.status === "failed") return notApplied(environmentId)
  if (desired.kind === edgeKinds.originDomain)
    return await settleDomain(work, environmentId.value, scope)
  if (desired.kind === edgeKinds.certificate)
    return await settleCertificate(work, environmentId.value, scope)
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
      return await live(instance, { work, scope })
    case "failed":
    case "stopped":
      return await failure(deployment, { scope, work })
  }
}

async function live(instance: Instance, { scope, work }: Context): Promise<ApplyOutcome> {
  const { desired, id } = work
  if (desired.kind !== kinds.store)
    return { status: "applied", id, outputs: serviceOutputs(instance) }
  const store = await withRenderedAddress(instance, scope)
  if (store.status === "failed") return notApplied(store)
  const { type } = storeSettings.parse(desired.desired)
  return { status: "applied", id, outputs: storeOutputs(store.value, type) }
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
