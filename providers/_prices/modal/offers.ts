import type { Offer } from "aidep/provider"
import { openFor } from "../_shared/sizes.ts"

/** `scaledown_window`, https://modal.com/docs/guide/cold-start, read 2026-10-09. */
const idleSeconds = { default: 60, min: 2, max: 1200 }

/** Limits of one container: https://modal.com/docs/guide/resources, read 2026-10-09. */
const size = { cpu: { min: 0.25, max: 128 }, memoryGiB: { min: 0.125, max: 336 } } as const

export const modalGpus = [
  { gpu: "T4", maxGpus: 8 },
  { gpu: "L4", maxGpus: 8 },
  { gpu: "A10", maxGpus: 4 },
  { gpu: "L40S", maxGpus: 8 },
  { gpu: "A100-40GB", maxGpus: 8 },
  { gpu: "A100-80GB", maxGpus: 8 },
  { gpu: "RTX-PRO-6000", maxGpus: 8 },
  { gpu: "H100", maxGpus: 8 },
  { gpu: "H200", maxGpus: 8 },
  { gpu: "B200", maxGpus: 8 },
] as const

export const modalOffers: readonly Offer[] = [
  {
    id: "cpu",
    title: "Function without GPU",
    serves: ["web", "inference", "job"],
    ...size,
    scaling: openFor(idleSeconds),
  },
  ...modalGpus.map(({ gpu, maxGpus }): Offer => ({
    id: `gpu.${gpu}`,
    title: `Function on ${gpu}`,
    serves: ["web", "inference", "job"],
    gpu,
    maxGpus,
    ...size,
    scaling: openFor(idleSeconds, { coldStartSeconds: 2 }),
  })),
]
