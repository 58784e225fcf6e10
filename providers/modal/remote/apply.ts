import type { ApplyOutcome, ObservedResource, ResourceWork } from "aidep/provider"
import { kinds } from "../resources.ts"
import { createApp, updateApp } from "./app/apply.ts"
import type { ModalScope } from "./cli/modal-scope.ts"
import { createVolume, updateVolume } from "./volume.ts"

export async function create(work: ResourceWork, scope: ModalScope): Promise<ApplyOutcome> {
  return work.desired.kind === kinds.volume
    ? await createVolume(work, scope)
    : await createApp(work, scope)
}

export async function update(
  work: ResourceWork & { readonly observed: ObservedResource },
  scope: ModalScope,
): Promise<ApplyOutcome> {
  return work.desired.kind === kinds.volume
    ? await updateVolume(work, scope)
    : await updateApp(work, scope)
}
