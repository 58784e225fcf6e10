import { type ApiOutcome, gather, type ObservedResource, type ObserveOutcome } from "aidep/provider"
import { requireCli } from "./cli/find-cli.ts"
import { type ModalScope, placeOf } from "./cli/modal-scope.ts"
import {
  type ListedApp,
  type ListedEnvironment,
  readApps,
  readEnvironments,
  readSecretNames,
  readVolumeNames,
} from "./cli/read-lists.ts"
import { readWorkspace } from "./cli/workspace.ts"
import { type OwnApp, observedApp, ownApp } from "./read/apps.ts"
import { environmentIn, type WebPlace } from "./read/addresses.ts"
import { mayBeOurs } from "./read/names.ts"
import { observedVolume } from "./read/volumes.ts"

/**
 * Four lists of the workspace's environment, then the history of each app and the mark in each volume whose name may be
 * ours.
 */
export async function observe(scope: ModalScope): Promise<ObserveOutcome> {
  const cli = await requireCli(scope)
  if (cli.status === "failed") return cli
  const environments = await readEnvironments(scope)
  if (environments.status === "failed") return environments
  const environment = environmentIn(environments.value, scope)
  const nothing: ObserveOutcome = { status: "observed", resources: [] }
  if (environment === undefined) return nothing
  const [apps, secrets, volumes] = await Promise.all([
    readApps(scope),
    readSecretNames(scope),
    readVolumeNames(scope),
  ])
  if (apps.status === "failed") return apps
  if (secrets.status === "failed") return secrets
  if (volumes.status === "failed") return volumes
  const [ours, kept] = await Promise.all([
    ownApps(apps.value, scope),
    ownVolumes(volumes.value, scope),
  ])
  if (ours.status === "failed") return ours
  if (kept.status === "failed") return kept
  const place = await webPlace(ours.value, environment, scope)
  if (place.status === "failed") return place
  const standing = { place: place.value, secrets: secrets.value, environment: placeOf(scope) }
  const resources = [...kept.value, ...ours.value.map((app) => observedApp(app, standing, scope))]
  return { status: "observed", resources }
}

/** A stopped app stays in the list for a while; it cannot be started again. */
async function ownApps(
  listed: readonly ListedApp[],
  scope: ModalScope,
): Promise<ApiOutcome<readonly OwnApp[]>> {
  const candidates = listed.filter(
    ({ description, state }) => state === "deployed" && mayBeOurs(description, scope),
  )
  const found = gather(await Promise.all(candidates.map((app) => ownApp(app, scope))))
  return found.status === "failed"
    ? found
    : { status: "done", value: found.value.flatMap((app) => app ?? []) }
}

async function ownVolumes(
  listed: ReadonlySet<string>,
  scope: ModalScope,
): Promise<ApiOutcome<readonly ObservedResource[]>> {
  const candidates = [...listed].filter((name) => mayBeOurs(name, scope))
  const found = gather(await Promise.all(candidates.map((name) => observedVolume(name, scope))))
  return found.status === "failed"
    ? found
    : { status: "done", value: found.value.flatMap((volume) => volume ?? []) }
}

/** Undefined where nothing has an address. */
async function webPlace(
  apps: readonly OwnApp[],
  environment: ListedEnvironment,
  scope: ModalScope,
): Promise<ApiOutcome<WebPlace | undefined>> {
  if (apps.every(({ tag }) => tag?.type === "job")) return { status: "done", value: undefined }
  const workspace = await readWorkspace("observe", scope)
  if (workspace.status === "failed") return workspace
  const suffix = environment.web_suffix ?? ""
  return { status: "done", value: { workspace: workspace.value, suffix } }
}
