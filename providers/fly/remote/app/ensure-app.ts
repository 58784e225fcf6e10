import { type ApiOutcome, failedWith, makeOnce, platformErrors, problem } from "aidep/provider"
import { untilSeen } from "../../../_shared/remote/late-answers.ts"
import type { AppAnswer } from "../api/answers.ts"
import { createApp, getApp, listVolumes, secretNamesOf } from "../api/app-calls.ts"
import type { FlyScope } from "../api/fly-api.ts"
import { listMachines } from "../api/machine-calls.ts"
import { isNameTaken } from "../api/refusals.ts"
import type { Rollout } from "../machine/rollout.ts"
import { sortMachines } from "../read/metadata.ts"
import { markerSecret } from "./marker.ts"

type Wanted = Pick<Rollout, "settings" | "work">

/**
 * Makes the app. One that has the name already is used where an earlier command made it: Machines of ours are in it, or
 * the secret that says so, or nothing at all.
 */
export async function ensureApp(wanted: Wanted, scope: FlyScope): Promise<ApiOutcome<unknown>> {
  const { app, organization } = wanted.settings
  const find = async (): Promise<ApiOutcome<AppAnswer | undefined>> => {
    const standing = await getApp(app, scope)
    if (standing.status === "failed")
      return standing.statusCode === 403 ? nameTaken(wanted) : standing
    return standing.value === undefined ? standing : await ours(standing.value, wanted, scope)
  }
  const standing = await find()
  if (standing.status === "failed" || standing.value !== undefined) return standing
  const make = async () => await createApp(app, organization, scope)
  const made = await makeOnce<unknown>({ find, make }, scope)
  if (made.status === "failed") return isNameTaken(made) ? await takenBy(wanted, scope) : made
  // Other calls know of it a little later.
  return await untilSeen(async () => await getApp(app, scope), scope)
}

/** Names are unique over all of Fly, and somebody else's app is not shown. */
async function takenBy(wanted: Wanted, scope: FlyScope): Promise<ApiOutcome<unknown>> {
  const standing = await getApp(wanted.settings.app, scope)
  return standing.status === "done" && standing.value !== undefined
    ? await ours(standing.value, wanted, scope)
    : nameTaken(wanted)
}

async function ours(
  standing: AppAnswer,
  wanted: Wanted,
  scope: FlyScope,
): Promise<ApiOutcome<AppAnswer>> {
  const { name, organization } = standing
  const found: ApiOutcome<AppAnswer> = { status: "done", value: standing }
  if (organization !== undefined && organization.slug !== wanted.settings.organization)
    return nameTaken(wanted)
  const secrets = await secretNamesOf(name, scope)
  if (secrets.status === "failed") return secrets
  if (secrets.value.includes(markerSecret)) return found
  const machines = await listMachines(name, scope)
  if (machines.status === "failed") return machines
  const { base } = sortMachines(machines.value, scope)
  if (base.length > 0) return found
  const volumes = await listVolumes(name, scope)
  if (volumes.status === "failed") return volumes
  const isEmpty = [machines.value, secrets.value, volumes.value].every(({ length }) => length === 0)
  return isEmpty ? found : nameTaken(wanted)
}

function nameTaken({ settings: { app }, work: { desired } }: Wanted) {
  const params = { platform: "Fly", kind: "app", name: app, address: desired.address }
  return failedWith(problem(platformErrors.nameTaken, params))
}
