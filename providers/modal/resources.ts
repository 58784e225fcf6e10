import {
  type DesiredResource,
  projectOwner,
  resourceAddress,
  type Scope,
  type SpecsOnPlatform,
} from "aidep/provider"
import { modalProgram, type ModalSpec, type ModalVolume } from "./modal-spec.ts"
import { type ModalOptions, platformId } from "./options.ts"
import type { ModalSpecs } from "./render.ts"

/** Kinds of objects that aidep makes on Modal. An app comes with its Secret. */
export const kinds = { app: "app", volume: "volume" } as const

/** Volumes belong to no single deployment: they stay as they are while their service is deployed anew. */
export function modalResources(
  { services }: SpecsOnPlatform<ModalSpecs>,
  { project: { environment } }: Scope<ModalOptions>,
): readonly DesiredResource[] {
  return services.flatMap((spec) => [
    ...spec.volumes.map((volume) => volumeResource(volume, spec, environment)),
    appResource(spec, environment),
  ])
}

function appResource(spec: ModalSpec, environment: string): DesiredResource {
  return {
    address: appAddress(spec.service, environment),
    kind: kinds.app,
    provider: platformId,
    owner: spec.service,
    desired: { name: spec.app, environment: spec.environment ?? null, type: spec.entry.type },
    recipe: { ...modalProgram.parse(spec) },
    deploymentId: undefined,
    dependsOn: spec.volumes.map(({ part }) => volumeAddress(part, environment)),
    immutable: ["name", "environment"],
  }
}

function volumeResource(
  { name, part }: ModalVolume,
  spec: ModalSpec,
  environment: string,
): DesiredResource {
  return {
    address: volumeAddress(part, environment),
    kind: kinds.volume,
    provider: platformId,
    owner: projectOwner,
    desired: { name, environment: spec.environment ?? null },
    deploymentId: undefined,
    dependsOn: [],
    immutable: ["name", "environment"],
    holdsData: true,
  }
}

export function appAddress(service: string, environment: string): string {
  return resourceAddress(environment, { owner: service, kind: kinds.app, name: service })
}

export function volumeAddress(part: string, environment: string): string {
  return resourceAddress(environment, { owner: projectOwner, kind: kinds.volume, name: part })
}
