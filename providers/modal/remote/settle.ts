import {
  type ApplyOutcome,
  failedWith,
  notApplied,
  platformErrors,
  poll,
  problem,
  type ResourceWork,
} from "aidep/provider"
import { patienceWith } from "../../_shared/remote/late-answers.ts"
import { addressTooLong, noContainer, secretMissing } from "../errors/deploy.ts"
import { kinds } from "../resources.ts"
import { recipeOf } from "./app/recipe.ts"
import type { ModalScope } from "./cli/modal-scope.ts"
import { deployedApp, type ListedApp, readHistory, readSecretNames } from "./cli/read-lists.ts"
import { readWorkspace } from "./cli/workspace.ts"
import { ensureEnvironment } from "./environment.ts"
import { lastLines } from "./logs.ts"
import { addressOf, sourceOf } from "./read/addresses.ts"
import { tagIn } from "./read/tags.ts"

const pauses = { firstPauseMs: 2000, longestPauseMs: 15_000 }

/** Until a machine is found and the image is on it. */
const placingSeconds = 300
const shownLines = 20

type Work = ResourceWork & { readonly id: string }

/**
 * Looks until the version that was deployed is the one that serves and its Secret stands; where a container is kept, until
 * one runs.
 */
export async function settle(work: Work, scope: ModalScope): Promise<ApplyOutcome> {
  const { desired, id } = work
  if (desired.kind !== kinds.app) return { status: "applied", id, outputs: {} }
  const name = String(desired.desired["name"])
  const longestSeconds = placingSeconds + startupSeconds(work)
  const patience = patienceWith("Modal", work)
  let isServing = false
  const look = async (): Promise<ApplyOutcome | undefined> => {
    const app = await deployedApp(name, scope)
    if (app.status === "failed") return notApplied(app)
    if (app.value === undefined) return patience()
    const serves = await servesDeployment(app.value, work, scope)
    if (typeof serves !== "boolean") return serves
    if (!serves) return patience()
    isServing = true
    return await endOf(app.value, work, scope)
  }
  const outcome = await poll({ look, ...pauses, longestMs: longestSeconds * 1000 }, scope)
  if (outcome !== undefined) return outcome
  if (isServing) return await withoutContainer(work, longestSeconds, scope)
  const minutes = Math.ceil(longestSeconds / 60)
  const params = { platform: "Modal", item: desired.owner, minutes }
  return notApplied(failedWith(problem(platformErrors.settleTimeout, params)))
}

function startupSeconds({ desired }: Work): number {
  const entry = recipeOf(desired)?.entry
  return entry?.type === "server" ? entry.startupTimeout : 0
}

/** What went back to an earlier version may have lost its tag; another tag is a list that is late. */
async function servesDeployment(
  { app_id: id }: ListedApp,
  { desired: { deploymentId } }: Work,
  scope: ModalScope,
): Promise<boolean | ApplyOutcome> {
  const history = await readHistory(id, scope)
  if (history.status === "failed") return notApplied(history)
  const tag = tagIn(history.value[0]?.tag)
  return tag === undefined ? history.value.length > 0 : tag.deploymentId === deploymentId
}

async function endOf(
  app: ListedApp,
  { desired }: Work,
  scope: ModalScope,
): Promise<ApplyOutcome | undefined> {
  const secrets = await readSecretNames(scope)
  if (secrets.status === "failed") return notApplied(secrets)
  const { app_id: id, description: name, tasks } = app
  if (!secrets.value.has(name))
    return notApplied(failedWith(problem(secretMissing, { service: desired.owner, secret: name })))
  const entry = recipeOf(desired)?.entry
  const keepsOne = entry?.type === "server" && entry.minContainers > 0
  if (keepsOne && Number(tasks) === 0) return undefined
  if (desired.desired["type"] !== "server") return { status: "applied", id, outputs: {} }
  const environment = await ensureEnvironment(scope)
  if (environment.status === "failed") return notApplied(environment)
  const workspace = await readWorkspace(name, scope)
  if (workspace.status === "failed") return notApplied(workspace)
  const place = { workspace: workspace.value, suffix: environment.value.web_suffix ?? "" }
  const outputs = addressOf(name, place)
  if (outputs !== undefined) return { status: "applied", id, outputs }
  const params = { service: desired.owner, source: sourceOf(place) }
  return notApplied(failedWith(problem(addressTooLong, params)))
}

async function withoutContainer(
  { desired: { desired, owner } }: Work,
  seconds: number,
  scope: ModalScope,
): Promise<ApplyOutcome> {
  const log = await lastLines(String(desired["name"]), shownLines, scope)
  const fault = problem(noContainer, { service: owner, seconds })
  return { status: "failed", problem: fault, log: log.status === "failed" ? [] : log.value }
}
