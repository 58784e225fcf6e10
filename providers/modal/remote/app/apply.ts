import {
  type ApiOutcome,
  type ApplyOutcome,
  failedWith,
  notApplied,
  platformErrors,
  problem,
  type ResourceWork,
} from "aidep/provider"
import * as z from "zod"
import { dockerfileMissing } from "../../errors/deploy.ts"
import type { ModalProgram } from "../../modal-spec.ts"
import { runModal } from "../cli/ask-modal.ts"
import * as commands from "../cli/commands.ts"
import { type ModalScope, placeOf } from "../cli/modal-scope.ts"
import { deployedApp } from "../cli/read-lists.ts"
import { ensureEnvironment } from "../environment.ts"
import { type OwnApp, ownApp } from "../read/apps.ts"
import { deploy } from "./deploy.ts"
import { programOfDeployment, recipeOf } from "./recipe.ts"
import { restoreVersion } from "./restore-version.ts"
import { secretValues, setSecret } from "./secret.ts"

const appSettings = z.object({ name: z.string() })

/**
 * Deploys an app for the first time. One of ours that has the name already was made by a command that was ended before it
 * could say so.
 */
export async function createApp(work: ResourceWork, scope: ModalScope): Promise<ApplyOutcome> {
  const place = await ensureEnvironment(scope)
  if (place.status === "failed") return notApplied(place)
  const standing = await findOurs(work, scope)
  if (standing.status === "failed") return notApplied(standing)
  return await applyApp(work, standing.value, scope)
}

export async function updateApp(work: ResourceWork, scope: ModalScope): Promise<ApplyOutcome> {
  const standing = await findOurs(work, scope)
  if (standing.status === "failed") return notApplied(standing)
  return await applyApp(work, standing.value, scope)
}

/** The Secret first, since a deploy is refused without it; then the version that needs it. */
async function applyApp(
  work: ResourceWork,
  standing: OwnApp | undefined,
  scope: ModalScope,
): Promise<ApplyOutcome> {
  const { deploymentId = "", owner } = work.desired
  const recipe = recipeOf(work.desired)
  const missing = recipe === undefined ? undefined : await missingDockerfile(recipe, owner, scope)
  if (missing !== undefined) return notApplied(missing)
  const { name } = appSettings.parse(work.desired.desired)
  scope.progress(owner, "Setting its Secret")
  const secret = await setSecret(name, secretValues(work, recipe, scope), scope)
  if (secret.status === "failed") return notApplied(secret)
  if (recipe === undefined) return await restoreVersion(work, standing, scope)
  const program = programOfDeployment(recipe, deploymentId, work.source)
  const deployed = await deploy({ program, deploymentId, owner }, scope)
  if (deployed.status === "failed" && standing === undefined) await withdrawSecret(name, scope)
  return deployed
}

/** After a first deploy that failed nothing would tell whose the Secret is. */
async function withdrawSecret(name: string, scope: ModalScope): Promise<void> {
  const app = await deployedApp(name, scope)
  if (app.status === "failed" || app.value !== undefined) return
  const args = commands.deleteSecret(name, placeOf(scope))
  await runModal({ operation: "modal.deleteSecret", args, effect: "change" }, scope)
}

/** Undefined where no app has the name. */
async function findOurs(
  { desired: { address, desired } }: ResourceWork,
  scope: ModalScope,
): Promise<ApiOutcome<OwnApp | undefined>> {
  const { name } = appSettings.parse(desired)
  const named = await deployedApp(name, scope)
  if (named.status === "failed") return named
  if (named.value === undefined) return { status: "done", value: undefined }
  const ours = await ownApp(named.value, scope)
  if (ours.status === "failed" || ours.value !== undefined) return ours
  const params = { platform: "Modal", kind: "app", name, address }
  return failedWith(problem(platformErrors.nameTaken, params))
}

async function missingDockerfile(
  { image }: ModalProgram,
  service: string,
  { folder, ports: { files } }: ModalScope,
) {
  if (image.type !== "dockerfile") return undefined
  const kind = await files.inspect(`${folder}/${image.path}`)
  return kind === "file"
    ? undefined
    : failedWith(problem(dockerfileMissing, { service, path: image.path }))
}
