import type { Diagnostic, Gpu, ItemScope, Service } from "aidep/provider"
import { chosenRegions, possibleRegions, regionOf } from "../../_shared/regions.ts"
import * as errors from "../errors.ts"
import { mostGpus } from "./gpus.ts"
import type { ModalSpec } from "../modal-spec.ts"
import type { ModalOptions } from "../options.ts"
import { modalRegions } from "../regions.ts"

type Scope = ItemScope<ModalOptions>

export interface ContainerSize {
  readonly resources: Pick<ModalSpec, "gpu" | "cpu" | "memory" | "region">
  readonly diagnostics: readonly Diagnostic[]
}

/** https://modal.com/docs/guide/resources, read 2026-10-09. */
const least = { cores: 0.125, memoryMiB: 128 } as const
/** The manifest counts virtual CPUs, Modal physical cores. */
const virtualPerCore = 2

/** What a container gets: GPUs, cores, memory and where it runs. */
export function containerSize(service: Service, scope: Scope): ContainerSize {
  const { gpus, cpu, memoryMiB, regions } = service
  const cores = cpu === undefined ? undefined : Math.max(least.cores, cpu / virtualPerCore)
  const memory = memoryMiB === undefined ? undefined : Math.max(least.memoryMiB, memoryMiB)
  return {
    resources: {
      gpu: gpus.map(gpuText),
      cpu: cores,
      memory,
      region: chosenRegions(modalRegions, regions).regions,
    },
    diagnostics: [
      ...gpuProblems(service, scope),
      ...sizeProblems(service, scope),
      ...regionProblems(service, scope),
    ],
  }
}

function gpuText({ type, count }: Gpu): string {
  return count === 1 ? type : `${type}:${count}`
}

function gpuProblems({ gpus }: Service, { report }: Scope): readonly Diagnostic[] {
  return gpus.flatMap(({ type, count }, index) => {
    const most = mostGpus(type)
    const field = `gpu.${index}`
    if (most === undefined) return [report(errors.unknownGpu, { type }, field)]
    return count > most ? [report(errors.tooManyGpus, { type, count, most }, field)] : []
  })
}

function sizeProblems({ cpu, memoryMiB }: Service, { report }: Scope): readonly Diagnostic[] {
  const leastCpu = least.cores * virtualPerCore
  const few = cpu !== undefined && cpu < leastCpu
  const little = memoryMiB !== undefined && memoryMiB < least.memoryMiB
  return [
    ...(few ? [report(errors.cpuRounded, { cpu, least: leastCpu }, "size.cpu")] : []),
    ...(little
      ? [report(errors.memoryRounded, { memoryMiB, least: least.memoryMiB }, "size.memory")]
      : []),
  ]
}

function regionProblems({ regions }: Service, { report }: Scope): readonly Diagnostic[] {
  const possible = possibleRegions(modalRegions)
  return regions.flatMap((region, index) =>
    regionOf(modalRegions, region) === undefined
      ? [report(errors.unknownRegion, { region, possible }, `regions.${index}`)]
      : [],
  )
}
