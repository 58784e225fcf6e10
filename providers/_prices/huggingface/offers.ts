import type { Offer } from "aidep/provider"
import { openFor, perRun } from "../_shared/sizes.ts"
import { endpoints, jobs, spaces } from "./hardware.ts"
import { priceOf } from "./prices.ts"

/** An endpoint is asleep after an hour without requests unless told otherwise. */
const endpointScaling = openFor(
  { default: 3600, min: 900, max: 86_400 },
  { roundUpSeconds: 60, coldStartSeconds: 60 },
)

export const huggingfaceOffers: readonly Offer[] = [
  ...endpoints.map((each): Offer => ({
    ...machine(each),
    serves: ["inference"],
    scaling: endpointScaling,
  })),
  ...spaces.map((each): Offer => ({
    ...machine(each),
    serves: ["inference", "web"],
    maxGpus: Math.max(1, each.gpus),
    scaling: { type: "always", maxInstances: 1 },
    plans: ["pro"],
    ...(each.id === "spaces.cpu-basic" ? { terms: "Sleeps after 48 hours without visitors." } : {}),
  })),
  ...jobs.map((each): Offer => ({
    ...machine(each),
    serves: ["job"],
    scaling: perRun(60),
  })),
]

interface Machine {
  readonly id: Parameters<typeof priceOf>[0]
  readonly gpu: string | undefined
  readonly cpu: number
  readonly memoryGiB: number
}

function machine({
  id,
  gpu,
  cpu,
  memoryGiB,
}: Machine): Pick<Offer, "id" | "title" | "gpu" | "cpu" | "memoryGiB"> {
  return {
    id,
    title: priceOf(id).name,
    ...(gpu === undefined ? {} : { gpu }),
    cpu: { min: 0, max: cpu },
    memoryGiB: { min: 0, max: memoryGiB },
  }
}
