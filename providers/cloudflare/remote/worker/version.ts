import { type ApiOutcome, type ApplyOutcome, notApplied, type ResourceWork } from "aidep/provider"
import type { WorkerSettings } from "../../resources/worker-settings.ts"
import type { CloudflareScope } from "../api/cloudflare-api.ts"
import { versionNamed, versionsOf } from "./calls.ts"
import { deploymentIn } from "./read/annotations.ts"
import { plainVariablesIn, versionSettingsIn } from "./read/settings.ts"
import { prepareVersion } from "./upload/prepare.ts"
import { makeVersion } from "./upload/send.ts"
import { sentVariables } from "./upload/variables.ts"

type Failed = Extract<ApplyOutcome, { readonly status: "failed" }>

/**
 * Id of the version that is the wanted deployment. One that Cloudflare kept is used again, as after a run that was ended
 * and in a rollback; otherwise it is bundled and uploaded.
 */
export async function requireVersion(
  work: ResourceWork,
  settings: WorkerSettings,
  scope: CloudflareScope,
): Promise<{ readonly status: "found"; readonly id: string } | Failed> {
  const kept = await keptVersion(work, settings, scope)
  if (kept.status === "failed") return notApplied(kept)
  if (kept.value !== undefined) return { status: "found", id: kept.value }
  const prepared = await prepareVersion(work, settings, scope)
  if (prepared.status === "failed") return prepared
  const made = await makeVersion(work.desired.owner, prepared, scope)
  return made.status === "failed" ? made : { status: "found", id: made.value }
}

/**
 * The newest version with the deployment's id that was made from the same settings and variables. Secrets are part of the
 * id by their fingerprints.
 */
async function keptVersion(
  work: ResourceWork,
  settings: WorkerSettings,
  scope: CloudflareScope,
): Promise<ApiOutcome<string | undefined>> {
  const { deploymentId } = work.desired
  const versions = await versionsOf(settings.name, scope)
  if (versions.status === "failed") return versions
  const marked = versions.value.find((version) => deploymentIn(version) === deploymentId)
  if (deploymentId === undefined || marked === undefined)
    return { status: "done", value: undefined }
  const version = await versionNamed(settings.name, marked.id, scope)
  if (version.status === "failed") return version
  if (version.value === undefined) return { status: "done", value: undefined }
  const isSame =
    fits(settings, versionSettingsIn(version.value)) &&
    same(sentVariables(work, settings).plain, plainVariablesIn(version.value))
  return { status: "done", value: isSame ? marked.id : undefined }
}

/** Only what the version tells is compared. */
function fits(settings: object, told: object): boolean {
  const wanted = new Map<string, unknown>(Object.entries(settings))
  return Object.entries(told).every(([key, value]) => same(wanted.get(key), value))
}

function same(a: unknown, b: unknown): boolean {
  return sortedText(a) === sortedText(b)
}

function sortedText(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
}
