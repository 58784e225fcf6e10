import type { Offer } from "aidep/provider"
import { fixed, openFor, perRun } from "../_shared/sizes.ts"

/** https://docs.cloud.google.com/run/docs/configuring/services/cpu and .../gpu, read 2026-10-09. */
const size = { cpu: { min: 1, max: 8 }, memoryGiB: { min: 0.5, max: 32 } } as const
const sizeWithGpu = { cpu: { min: 4, max: 8 }, memoryGiB: { min: 16, max: 32 } } as const
const g2 = { gpu: "L4", cpu: fixed(4), memoryGiB: fixed(16) } as const

/** The vendor promises at most 15 minutes of an idle instance; that much is assumed. */
const idleSeconds = { default: 900, min: 600, max: 900 }

export const gcpOffers: readonly Offer[] = [
  {
    id: "run",
    title: "Cloud Run, billed by request",
    serves: ["web", "inference"],
    ...size,
    // An idle instance stays and is not billed.
    scaling: openFor({ default: 0, min: 0, max: 0 }, { roundUpSeconds: 0.1, maxWarm: 0 }),
  },
  {
    id: "run.instance",
    title: "Cloud Run, billed by instance",
    serves: ["web", "worker", "inference"],
    ...size,
    scaling: openFor(idleSeconds, { roundUpSeconds: 0.1 }),
  },
  {
    id: "run.job",
    title: "Cloud Run job",
    serves: ["job"],
    ...size,
    scaling: perRun(60),
  },
  {
    id: "run.l4",
    title: "Cloud Run on L4",
    serves: ["inference", "web"],
    gpu: "L4",
    ...sizeWithGpu,
    scaling: openFor(idleSeconds, { roundUpSeconds: 0.1, coldStartSeconds: 5 }),
  },
  {
    id: "run.l4.zonal",
    title: "Cloud Run on L4, in two zones",
    serves: ["inference", "web"],
    gpu: "L4",
    ...sizeWithGpu,
    scaling: openFor(idleSeconds, { roundUpSeconds: 0.1, coldStartSeconds: 5 }),
  },
  {
    id: "gce.g2-standard-4",
    title: "Compute Engine g2-standard-4",
    serves: ["inference", "web", "worker"],
    ...g2,
    scaling: { type: "always" },
  },
  {
    id: "gke.g2-standard-4",
    title: "GKE on g2-standard-4",
    serves: ["inference", "web", "worker"],
    ...g2,
    scaling: { type: "always" },
  },
]
