import { type ApiOutcome, type ApplyOutcome, notApplied, type ResourceWork } from "aidep/provider"
import { type AppSettings, appSettings } from "../../resources/app-settings.ts"
import type { FlyScope } from "../api/fly-api.ts"
import { listMachines } from "../api/machine-calls.ts"
import { keptMetadata, metadataFor, type Rollout } from "../machine/rollout.ts"
import { growVolumes } from "../machine/volumes.ts"
import { type AppMachines, sortMachines } from "../read/metadata.ts"
import { appOutputs } from "../read/outputs.ts"
import { blueGreen } from "../rollout/blue-green.ts"
import { roll, tryFirst } from "../rollout/roll.ts"
import { promote, type Step } from "../rollout/steps.ts"
import { imageFor } from "./build-image.ts"
import { ensureAddresses } from "./ensure-addresses.ts"
import { ensureApp } from "./ensure-app.ts"
import { runBefore } from "./run-before.ts"
import { saveSecrets, splitVariables } from "./save-secrets.ts"

/** The app, then all that is in it. What an earlier command made of it is used. */
export async function createApp(work: ResourceWork, scope: FlyScope): Promise<ApplyOutcome> {
  const settings = appSettings.parse(work.desired.desired)
  const made = await ensureApp({ settings, work }, scope)
  return made.status === "failed" ? notApplied(made) : await updateApp(work, scope)
}

/** Addresses, secrets, the image and the volumes, then the command before the deploy, then the Machines. */
export async function updateApp(
  work: ResourceWork,
  scope: FlyScope,
  isAdopted = false,
): Promise<ApplyOutcome> {
  const settings = appSettings.parse(work.desired.desired)
  const prepared = await prepare(work, settings, scope)
  if (prepared.status === "failed") return notApplied(prepared)
  const { rollout, standing } = withStanding(prepared.value, scope, isAdopted)
  const failure = (await runBefore(rollout, scope)) ?? (await rollOut(standing, rollout, scope))
  if (failure !== undefined) return failure
  return {
    status: "applied",
    id: settings.app,
    outputs: appOutputs(settings.app, settings.address),
  }
}

interface Prepared {
  readonly rollout: Rollout
  readonly machines: Parameters<typeof sortMachines>[0]
}

/** Everything that a version needs before its first Machine starts. Safe to repeat. */
export async function prepare(
  work: ResourceWork,
  settings: AppSettings,
  scope: FlyScope,
): Promise<ApiOutcome<Prepared>> {
  const grown = await growVolumes({ settings, work }, scope)
  if (grown.status === "failed") return grown
  const reached = await ensureAddresses(settings, scope)
  if (reached.status === "failed") return reached
  const secrets = await saveSecrets(work, settings, scope)
  if (secrets.status === "failed") return secrets
  const machines = await listMachines(settings.app, scope)
  if (machines.status === "failed") return machines
  const image = await imageFor({ work, settings, machines: machines.value }, scope)
  if (image.status === "failed") return image
  const rollout: Rollout = {
    work,
    settings,
    image: image.value,
    env: splitVariables(work, settings).plain,
    secretsVersion: secrets.value,
    metadata: metadataFor(work, settings, scope),
  }
  return { status: "done", value: { rollout, machines: machines.value } }
}

interface Standing {
  readonly rollout: Rollout
  readonly standing: AppMachines
}

/** With what the Machines that stand keep for others. */
export function withStanding(
  { machines, rollout }: Prepared,
  scope: FlyScope,
  isAdopted: boolean,
): Standing {
  const standing = sortMachines(machines, scope, isAdopted)
  const metadata = { ...keptMetadata(standing.base), ...rollout.metadata }
  return { standing, rollout: { ...rollout, metadata } }
}

async function rollOut(standing: AppMachines, rollout: Rollout, scope: FlyScope): Promise<Step> {
  if (standing.base.length === 0) return await roll(standing, rollout, scope)
  const unfinished = await promote(standing.base, rollout, scope)
  if (unfinished !== undefined) return unfinished
  switch (rollout.settings.strategy) {
    case "bluegreen":
      return await blueGreen(standing, rollout, scope)
    case "canary":
      return (await tryFirst(standing, rollout, scope)) ?? (await roll(standing, rollout, scope))
    case "rolling":
    case "immediate":
      return await roll(standing, rollout, scope)
  }
}
