import type { Gpu } from "../../project/project.ts"
import type { Demand } from "../demand/demand.ts"
import type { Offer } from "../price-book.ts"

/** Why an offer cannot carry a demand; undefined when its hardware fits. */
export function misfit(demand: Demand, offer: Offer, gpu: Gpu | undefined): string | undefined {
  return (
    gpuMisfit(demand, offer, gpu) ??
    sizeMisfit(demand, offer) ??
    wakefulnessMisfit(demand, offer) ??
    (offer.temporary === true ? (offer.terms ?? "It does not last.") : undefined)
  )
}

function gpuMisfit(demand: Demand, offer: Offer, gpu: Gpu | undefined): string | undefined {
  if (offer.model !== undefined)
    return demand.tokens === undefined
      ? "Tokens of a request are not stated (workload.tokens)."
      : undefined
  const wanted = demand.gpus.map(({ type }) => type).join(" or ")
  if (demand.gpus.length === 0)
    return offer.gpu === undefined ? undefined : `It has a ${offer.gpu}, and no GPU is asked for.`
  if (gpu === undefined) return `It has ${offer.gpu ?? "no GPU"}, and ${wanted} is asked for.`
  if (gpu.count > (offer.maxGpus ?? 1))
    return `It has ${offer.maxGpus ?? 1} ${gpu.type}, and ${gpu.count} are asked for.`
  return demand.timing.gpuSeconds[gpu.type] === undefined
    ? `Not comparable: nobody measured what a request takes on ${gpu.type} (workload.gpuSeconds).`
    : undefined
}

function sizeMisfit(demand: Demand, offer: Offer): string | undefined {
  if (offer.model !== undefined) return undefined
  if (demand.memoryGiB > offer.memoryGiB.max && offer.memoryGiB.max > 0)
    return `It has ${shown(offer.memoryGiB.max)} GiB of memory, and ${shown(demand.memoryGiB)} GiB are asked for.`
  if (demand.cpu !== undefined && demand.cpu > offer.cpu.max && offer.cpu.max > 0)
    return `It has ${shown(offer.cpu.max)} vCPU, and ${shown(demand.cpu)} are asked for.`
  if (offer.maxStorageGiB !== undefined && demand.storageGiB > offer.maxStorageGiB)
    return `It has ${shown(offer.maxStorageGiB)} GiB of disk, and ${shown(demand.storageGiB)} GiB are asked for.`
  return undefined
}

function wakefulnessMisfit({ scale, kind }: Demand, { scaling }: Offer): string | undefined {
  if (kind === "job" || scaling.type !== "on-demand") return undefined
  if (scaling.maxWarm === undefined || scale.min <= scaling.maxWarm) return undefined
  return `It falls asleep, and "scale.min" is ${scale.min}.`
}

function shown(value: number): string {
  return String(Number(value.toPrecision(3)))
}
