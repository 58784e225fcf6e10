import type { Diagnostic, ItemScope, Service } from "aidep/provider"
import type { BlueprintService, Disk } from "../blueprint.ts"
import { diskPlace, noDiskHere, oneDisk, oneInstance } from "../errors/disk.ts"
import { noScaleToZero, tooManyInstances } from "../errors/size.ts"
import type { RenderOptions } from "../options.ts"

/** Source: https://render.com/docs/scaling (2026-08). */
const mostInstances = 100

/** Source: https://render.com/docs/disks (2026-08). */
const closedPlaces = [
  "/",
  "/opt",
  "/opt/render",
  "/opt/render/project",
  "/opt/render/project/src",
  "/home",
  "/home/render",
  "/etc",
  "/etc/secrets",
]

/** How many instances run: a fixed number, or a range in which Render follows the load. */
export function instancesOf(
  { scale }: Service,
  { options }: ItemScope<RenderOptions>,
): Pick<BlueprintService, "numInstances" | "scaling"> {
  const minInstances = Math.max(1, scale.min)
  if (scale.max <= minInstances) return { numInstances: minInstances }
  const { targetCPUPercent, targetMemoryPercent } = options
  return {
    scaling: { minInstances, maxInstances: scale.max, targetMemoryPercent, targetCPUPercent },
  }
}

export function instanceProblems(
  service: Service,
  { report }: ItemScope<RenderOptions>,
  plan: string,
): readonly Diagnostic[] {
  const { min, max } = service.scale
  const stays = min === 0 && plan !== "free"
  const single = plan === "free" || service.volumes.length > 0
  const why = plan === "free" ? 'the plan "free" has one instance' : "it has a disk"
  return [
    ...(stays ? [report(noScaleToZero, { plan }, "scale.min")] : []),
    ...(max > mostInstances ? [report(tooManyInstances, { max }, "scale.max")] : []),
    ...(single && max > 1 ? [report(oneInstance, { max, why }, "scale.max")] : []),
  ]
}

export function diskOf(service: Service, { nameOf }: ItemScope<RenderOptions>): Disk | undefined {
  const [volume] = service.volumes
  if (volume === undefined) return undefined
  const { mount, name, sizeGiB } = volume
  return { name: nameOf(`${service.name}-${name}`), mountPath: mount, sizeGB: sizeGiB }
}

export function diskProblems(
  { kind, name, volumes }: Service,
  { report }: ItemScope<RenderOptions>,
  plan: string,
): readonly Diagnostic[] {
  if (volumes.length === 0) return []
  if (kind === "job" || plan === "free")
    return [report(noDiskHere, { what: kind === "job" ? "A job" : 'The plan "free"' }, "volumes")]
  const names = volumes.map((volume) => volume.name)
  const closed = volumes.filter(({ mount }) =>
    closedPlaces.includes(mount.replace(/(?<=.)\/+$/, "")),
  )
  return [
    ...(names.length > 1 ? [report(oneDisk, { service: name, volumes: names }, "volumes")] : []),
    ...closed.map((volume) =>
      report(diskPlace, { mount: volume.mount }, `volumes.${volume.name}.mount`),
    ),
  ]
}
