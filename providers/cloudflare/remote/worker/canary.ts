import {
  type ApplyOutcome,
  type Canary,
  type DesiredResource,
  failedWith,
  notApplied,
  type ObservedResource,
  platformErrors,
  problem,
  type ResourceWork,
} from "aidep/provider"
import type { Options } from "../../options.ts"
import { workerKind } from "../../resources/worker.ts"
import { type WorkerSettings, workerSettings } from "../../resources/worker-settings.ts"
import type { CloudflareScope } from "../api/cloudflare-api.ts"
import { promote } from "./apply.ts"
import { listScripts } from "./calls.ts"
import { deployVersions } from "./deployment.ts"
import { canaryMessage, deploymentIn } from "./read/annotations.ts"
import { outputsOf } from "./read/outputs.ts"
import { type Serving, servingOf } from "./read/serving.ts"
import { requireVersion } from "./version.ts"

/**
 * Gradual deployments: Cloudflare sends each request to one of two versions by chance. A version cannot be removed; the
 * new one that was given up stays without requests.
 *
 * Source: https://developers.cloudflare.com/workers/configuration/versions-and-deployments/gradual-deployments/ (2026-11).
 */
export const workerCanary: Canary<Options> = { applies, shift, abort }

type Work = ResourceWork & { readonly observed: ObservedResource }

/** A job is called by cron triggers alone, which go to one version or the other as a whole. */
function applies({ desired, kind }: DesiredResource): boolean {
  return kind === workerKind && workerSettings.safeParse(desired).data?.crons.length === 0
}

async function shift(
  work: Work & { readonly percent: number },
  scope: CloudflareScope,
): Promise<ApplyOutcome> {
  const settings = workerSettings.parse(work.desired.desired)
  const serving = await requireServing(work, scope)
  if (serving.status === "failed") return serving
  const done = alreadyThere(serving.serving, work)
  if (done && work.percent < whole) return await appliedAs(settings, scope)
  const version = await requireVersion(work, settings, scope)
  if (version.status === "failed") return version
  if (work.percent >= whole) return await promoteAll(work, version.id, scope)
  const { old } = serving.serving
  if (old.id === version.id) return await appliedAs(settings, scope)
  const shares = [
    { version_id: old.id, percentage: whole - work.percent },
    { version_id: version.id, percentage: work.percent },
  ]
  const message = canaryMessage(version.id)
  const deployed = await deployVersions({ name: settings.name, shares, message }, scope)
  return deployed.status === "failed" ? notApplied(deployed) : await appliedAs(settings, scope)
}

const whole = 100

/** True where the new version has at least its share, as after a run that was ended. */
function alreadyThere(
  { canary, old }: Serving,
  { desired: { deploymentId }, percent }: { readonly percent: number } & ResourceWork,
): boolean {
  if (canary === undefined) return deploymentIn(old) === deploymentId
  return deploymentIn(canary.version) === deploymentId && canary.percent >= percent
}

async function promoteAll(
  work: Work,
  versionId: string,
  scope: CloudflareScope,
): Promise<ApplyOutcome> {
  const settings = workerSettings.parse(work.desired.desired)
  const scripts = await listScripts(scope)
  if (scripts.status === "failed") return notApplied(scripts)
  const script = scripts.value.find(({ id }) => id === work.observed.id)
  return script === undefined
    ? gone(work)
    : await promote({ work, settings, script, versionId }, scope)
}

async function abort(work: Work, scope: CloudflareScope): Promise<ApplyOutcome> {
  const settings = workerSettings.parse(work.desired.desired)
  const serving = await requireServing(work, scope)
  if (serving.status === "failed") return serving
  const { old } = serving.serving
  const shares = [{ version_id: old.id, percentage: whole }]
  const deployed = await deployVersions({ name: work.observed.id, shares }, scope)
  return deployed.status === "failed" ? notApplied(deployed) : await appliedAs(settings, scope)
}

async function requireServing(
  work: Work,
  scope: CloudflareScope,
): Promise<
  | { readonly status: "serving"; readonly serving: Serving }
  | Extract<ApplyOutcome, { readonly status: "failed" }>
> {
  const serving = await servingOf(work.observed.id, scope)
  if (serving.status === "failed") return notApplied(serving)
  return serving.value === undefined ? gone(work) : { status: "serving", serving: serving.value }
}

function gone({ observed }: Work) {
  const what = `the Worker "${observed.id}"`
  const params = { platform: "Cloudflare", action: "cloudflare.listDeployments", what }
  return notApplied(failedWith(problem(platformErrors.notFound, params)))
}

async function appliedAs(settings: WorkerSettings, scope: CloudflareScope): Promise<ApplyOutcome> {
  const outputs = await outputsOf(settings, scope)
  if (outputs.status === "failed") return notApplied(outputs)
  return { status: "applied", id: settings.name, outputs: outputs.value }
}
