import {
  type ApiOutcome,
  type ApplyOutcome,
  failedWith,
  notApplied,
  type ObservedResource,
  platformErrors,
  problem,
  type RemoveOutcome,
  type ResourceWork,
} from "aidep/provider"
import { type WorkerSettings, workerSettings } from "../../resources/worker-settings.ts"
import { change, type CloudflareScope, nothing, orMissing } from "../api/cloudflare-api.ts"
import type { ScriptAnswer } from "./answers.ts"
import { listScripts, scriptPath } from "./calls.ts"
import { deployVersions } from "./deployment.ts"
import { addressOf } from "./observe.ts"
import { outputsOf } from "./read/outputs.ts"
import { ownTags } from "./read/ownership.ts"
import { applyScriptSettings, applyTriggers } from "./triggers.ts"
import { prepareVersion } from "./upload/prepare.ts"
import { makeScript } from "./upload/send.ts"
import { requireVersion } from "./version.ts"

/**
 * Uploads the Worker, which makes it and gives its first version all requests. One of ours that has the name already was
 * made by a command that was ended before it could say so, and is updated.
 */
export async function createWorker(
  work: ResourceWork,
  scope: CloudflareScope,
): Promise<ApplyOutcome> {
  const settings = workerSettings.parse(work.desired.desired)
  const standing = await findOurs(work, settings, scope)
  if (standing.status === "failed") return notApplied(standing)
  if (standing.value !== undefined) return await updateStanding(standing.value, work, scope)
  const prepared = await prepareVersion(work, settings, scope)
  if (prepared.status === "failed") return prepared
  const { owner: service } = work.desired
  scope.progress(service, "Uploading")
  const made = await makeScript({ service, prepared, tags: ownTags(service, scope) }, scope)
  return made.status === "failed" ? made : await finish(work, settings, scope)
}

export async function updateWorker(
  work: ResourceWork & { readonly observed: ObservedResource },
  scope: CloudflareScope,
): Promise<ApplyOutcome> {
  const settings = workerSettings.parse(work.desired.desired)
  const scripts = await listScripts(scope)
  if (scripts.status === "failed") return notApplied(scripts)
  const script = scripts.value.find(({ id }) => id === work.observed.id)
  if (script !== undefined) return await updateStanding(script, work, scope)
  const what = `the Worker "${settings.name}"`
  const params = { platform: "Cloudflare", action: "cloudflare.listWorkers", what }
  return notApplied(failedWith(problem(platformErrors.notFound, params)))
}

/** The version first, then all requests to it, then what versions share. */
async function updateStanding(
  script: ScriptAnswer,
  work: ResourceWork,
  scope: CloudflareScope,
): Promise<ApplyOutcome> {
  const settings = workerSettings.parse(work.desired.desired)
  const version = await requireVersion(work, settings, scope)
  if (version.status === "failed") return version
  return await promote({ work, settings, script, versionId: version.id }, scope)
}

export interface Promotion {
  readonly work: ResourceWork
  readonly settings: WorkerSettings
  readonly script: ScriptAnswer
  readonly versionId: string
}

/** Makes the version the only one that serves, and all the rest as the settings say. */
export async function promote(
  { script, settings, versionId, work }: Promotion,
  scope: CloudflareScope,
): Promise<ApplyOutcome> {
  const { owner: service } = work.desired
  const shares = [{ version_id: versionId, percentage: 100 }]
  const deployed = await deployVersions({ name: settings.name, shares }, scope)
  if (deployed.status === "failed") return notApplied(deployed)
  const applied = await applyScriptSettings({ service, settings }, script, scope)
  return applied.status === "failed" ? notApplied(applied) : await finish(work, settings, scope)
}

async function finish(
  { desired: { owner: service } }: ResourceWork,
  settings: WorkerSettings,
  scope: CloudflareScope,
): Promise<ApplyOutcome> {
  const triggered = await applyTriggers({ service, settings }, scope)
  if (triggered.status === "failed") return notApplied(triggered)
  const outputs = await outputsOf(settings, scope)
  if (outputs.status === "failed") return notApplied(outputs)
  return { status: "applied", id: settings.name, outputs: outputs.value }
}

/** Undefined where no script has the name. */
async function findOurs(
  { desired: { address } }: ResourceWork,
  { name }: WorkerSettings,
  scope: CloudflareScope,
): Promise<ApiOutcome<ScriptAnswer | undefined>> {
  const scripts = await listScripts(scope)
  if (scripts.status === "failed") return scripts
  const found = scripts.value.find(({ id }) => id === name)
  if (found === undefined || addressOf(found, scope) === address)
    return { status: "done", value: found }
  const params = { platform: "Cloudflare", kind: "Worker", name, address }
  return failedWith(problem(platformErrors.nameTaken, params))
}

/** Removes the script with all its versions, secrets and cron triggers. */
export async function removeWorker(
  { id: name }: ObservedResource,
  scope: CloudflareScope,
): Promise<RemoveOutcome> {
  const path = scriptPath(name, scope)
  const outcome = orMissing(
    await change(
      { operation: "deleteWorker", method: "DELETE", path, answer: nothing, idempotent: true },
      scope,
    ),
  )
  return outcome.status === "failed" ? outcome : { status: "removed" }
}
