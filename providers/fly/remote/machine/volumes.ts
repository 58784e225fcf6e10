import { type ApiOutcome, failedWith, makeOnce, problem } from "aidep/provider"
import { volumeShrinks } from "../../errors/deploy.ts"
import type { VolumeAnswer } from "../api/answers.ts"
import { createVolume, extendVolume, listVolumes } from "../api/app-calls.ts"
import type { FlyScope } from "../api/fly-api.ts"
import type { Rollout } from "./rollout.ts"

/** A volume in the region that no Machine has: one that stands, or a new one. Undefined where none is wanted. */
export async function freeVolume(
  region: string,
  { settings }: Rollout,
  scope: FlyScope,
): Promise<ApiOutcome<VolumeAnswer | undefined>> {
  const { app, volume: name, volumeGiB } = settings
  if (name === null || volumeGiB === null) return { status: "done", value: undefined }
  const find = async (): Promise<ApiOutcome<VolumeAnswer | undefined>> => {
    const standing = await listVolumes(app, scope)
    if (standing.status === "failed") return standing
    const free = standing.value.find(
      (one) => one.name === name && one.region === region && !one.attached_machine_id,
    )
    return { status: "done", value: free }
  }
  const standing = await find()
  if (standing.status === "failed" || standing.value !== undefined) return standing
  const make = async () => await createVolume(app, { name, region, size_gb: volumeGiB }, scope)
  return await makeOnce<VolumeAnswer>({ make, find }, scope)
}

/** Volumes grow while Machines run; that they cannot shrink is found before anything is changed. */
export async function growVolumes(
  { settings: { app, volume, volumeGiB }, work }: Pick<Rollout, "settings" | "work">,
  scope: FlyScope,
): Promise<ApiOutcome<unknown>> {
  if (volume === null || volumeGiB === null) return { status: "done", value: undefined }
  const standing = await listVolumes(app, scope)
  if (standing.status === "failed") return standing
  const ours = standing.value.filter(({ name }) => name === volume)
  const larger = ours.find(({ size_gb }) => size_gb > volumeGiB)
  if (larger !== undefined) {
    const params = { currentGiB: larger.size_gb, wantedGiB: volumeGiB }
    return failedWith(problem(volumeShrinks, { service: work.desired.owner, ...params }))
  }
  for (const { id } of ours.filter(({ size_gb }) => size_gb < volumeGiB)) {
    const outcome = await extendVolume({ app, id }, volumeGiB, scope)
    if (outcome.status === "failed") return outcome
  }
  return { status: "done", value: undefined }
}
