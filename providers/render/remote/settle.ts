import {
  type ApiOutcome,
  type ApplyOutcome,
  edgeKinds,
  failedWith,
  platformErrors,
  poll,
  problem,
  type ResourceWork,
  notApplied,
} from "aidep/provider"
import { kinds } from "../resources.ts"
import type { DeployAnswer } from "./api/answers.ts"
import { orMissing, type RenderScope } from "./api/render-api.ts"
import { newestDeploy, retrieveService, variablesOf } from "./api/service-calls.ts"
import { connectionOf, retrieveStore, storeTypeOf } from "./api/store-calls.ts"
import { settleCertificate } from "./domain/certificate.ts"
import { settleDomain } from "./domain/origin-domain.ts"
import { lastLines } from "./logs.ts"
import { isOfDeployment, markers } from "../../_shared/remote/ownership.ts"
import { patienceWith } from "../../_shared/remote/late-answers.ts"
import { isOfCommit } from "./read/markers.ts"
import { serviceOutputs, storeOutputs } from "./read/outputs.ts"
import { outcomeOf, storeState } from "./read/states.ts"
import { startDeploy } from "./service/start-deploy.ts"

/** Render gives up on a start after 15 minutes; a build may take longer (https://render.com/docs/deploys, 2026-08). */
const longestMinutes = 45
const pauses = { firstPauseMs: 5000, longestPauseMs: 15_000 }
const shownLines = 20

type Work = ResourceWork & { readonly id: string }

export async function settle(work: Work, scope: RenderScope): Promise<ApplyOutcome> {
  switch (work.desired.kind) {
    case kinds.environment:
      return { status: "applied", id: work.id, outputs: {} }
    case kinds.store:
      return await settleStore(work, scope)
    case edgeKinds.originDomain: {
      const patience = patienceWith("Render", work)
      const look: Look = async () => await settleDomain(work, patience, scope)
      return await pollUntilDone(look, work, scope)
    }
    case edgeKinds.certificate:
      return await settleCertificate(work, scope)
    default:
      return await settleService(work, scope)
  }
}

type Look = () => Promise<ApplyOutcome | undefined>

async function pollUntilDone(look: Look, { desired: { owner } }: Work, scope: RenderScope) {
  const outcome = await poll({ look, ...pauses, longestMs: longestMinutes * 60_000 }, scope)
  if (outcome !== undefined) return outcome
  const params = { platform: "Render", item: owner, minutes: longestMinutes }
  return notApplied(failedWith(problem(platformErrors.settleTimeout, params)))
}

async function settleStore(work: Work, scope: RenderScope): Promise<ApplyOutcome> {
  const { id } = work
  const type = storeTypeOf(id) ?? "key_value"
  const patience = patienceWith("Render", work)
  const look: Look = async () => {
    const store = await retrieveStore(id, type, scope)
    if (store.status === "failed") return notApplied(store)
    if (store.value === undefined) return patience()
    const { about, state } = storeState(store.value.answer)
    if (state === "starting") return undefined
    if (state !== "running") return failedStart(work, about, [])
    const connection = await connectionOf(id, type, scope)
    if (connection.status === "failed") return notApplied(connection)
    return { status: "applied", id, outputs: storeOutputs(connection.value) }
  }
  return await pollUntilDone(look, work, scope)
}

/**
 * Follows the newest deploy to its end. The deploy that making a service starts is one of the newest commit of the
 * branch: where that is not ours, ours is started after it.
 */
async function settleService(work: Work, scope: RenderScope): Promise<ApplyOutcome> {
  const { id, source } = work
  const patience = patienceWith("Render", work)
  const commit = source?.type === "commit" ? source.commit : undefined
  let corrected = false
  let said: string | undefined
  let given: Variables | undefined
  const look: Look = async () => {
    const seen = given === undefined ? await givenVariables(work, scope) : done(given)
    if (seen.status === "failed") return notApplied(seen)
    if (seen.value === undefined) return patience()
    given = seen.value
    const newest = orMissing(await newestDeploy(id, scope))
    if (newest.status === "failed") return notApplied(newest)
    const deploy = newest.value
    if (deploy === undefined || deploy.id === given.get(markers.previousDeploy)) return undefined
    if (deploy.status !== said) scope.progress(work.desired.owner, wordsFor(deploy.status))
    said = deploy.status
    if (!isOfCommit(deploy, commit) && !corrected) {
      corrected = true
      const again = await startDeploy({ id, previous: deploy.id, source }, scope)
      return again.status === "failed" ? notApplied(again) : undefined
    }
    return await endOf(deploy, { work, given, scope })
  }
  return await pollUntilDone(look, work, scope)
}

type Variables = ReadonlyMap<string, string>

function done<T>(value: T): ApiOutcome<T> {
  return { status: "done", value }
}

/** Of the service, as soon as they are those that it was just given. */
async function givenVariables(
  work: Work,
  scope: RenderScope,
): Promise<ApiOutcome<Variables | undefined>> {
  const variables = orMissing(await variablesOf(work.id, scope))
  if (variables.status === "failed" || variables.value === undefined) return variables
  return done(isOfDeployment(variables.value, work.variables) ? variables.value : undefined)
}

function wordsFor(status: string): string {
  const text = status.replaceAll("_", " ")
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`
}

interface Deployed {
  readonly work: Work
  readonly given: Variables
  readonly scope: RenderScope
}

async function endOf(
  { status }: DeployAnswer,
  { given, scope, work }: Deployed,
): Promise<ApplyOutcome | undefined> {
  switch (outcomeOf(status)) {
    case "working":
      return undefined
    case "live":
      return await live({ work, given, scope })
    case "build-failed": {
      const params = { platform: "Render", item: work.desired.owner, reason: stateText(status) }
      const fault = problem(platformErrors.buildFailed, params)
      return { status: "failed", problem: fault, log: await logOf(work, scope) }
    }
    case "crashed":
    case "stopped":
      return failedStart(work, stateText(status), await logOf(work, scope))
  }
}

function stateText(status: string): string {
  return `its deploy ended as "${status}".`
}

async function live({ given, scope, work: { id } }: Deployed): Promise<ApplyOutcome | undefined> {
  const service = await retrieveService(id, scope)
  if (service.status === "failed") return notApplied(service)
  if (service.value === undefined) return undefined
  return { status: "applied", id, outputs: serviceOutputs(service.value, given) }
}

function failedStart(
  { desired: { owner } }: Work,
  reason: string,
  log: readonly string[],
): ApplyOutcome {
  const fault = problem(platformErrors.crashed, { platform: "Render", item: owner, reason })
  return { status: "failed", problem: fault, log }
}

/** Without a log the failure says less, and stays what it is. */
async function logOf({ id }: Work, scope: RenderScope): Promise<readonly string[]> {
  const lines = await lastLines(id, shownLines, scope)
  return lines.status === "failed" ? [] : lines.value.map(({ message }) => message)
}
