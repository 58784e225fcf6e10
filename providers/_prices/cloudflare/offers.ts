import type { Offer } from "aidep/provider"
import { fixed, openFor, perRun } from "../_shared/sizes.ts"

/** https://developers.cloudflare.com/containers/platform-details/limits/, read 2026-08-04. */
export const containerTypes = [
  { id: "lite", cpu: 1 / 16, memoryGiB: 0.25, diskGB: 2 },
  { id: "basic", cpu: 1 / 4, memoryGiB: 1, diskGB: 4 },
  { id: "standard-1", cpu: 1 / 2, memoryGiB: 4, diskGB: 8 },
  { id: "standard-2", cpu: 1, memoryGiB: 6, diskGB: 12 },
  { id: "standard-3", cpu: 2, memoryGiB: 8, diskGB: 16 },
  { id: "standard-4", cpu: 4, memoryGiB: 12, diskGB: 20 },
] as const

export const workersAiModels = [
  "llama-3.2-1b-instruct",
  "llama-3.1-8b-instruct-fp8-fast",
  "llama-3.3-70b-instruct-fp8-fast",
] as const

const nothing = { cpu: fixed(0), memoryGiB: fixed(0) } as const

export const cloudflareOffers: readonly Offer[] = [
  {
    id: "worker",
    title: "Worker",
    serves: ["web", "job"],
    cpu: { min: 0, max: 64 },
    memoryGiB: { min: 0, max: 64 },
    maxStorageGiB: 0,
    scaling: perRun(0, 0),
    terms: "Each request has 128 MB of memory, whatever the manifest asks.",
  },
  {
    id: "static",
    title: "Static assets",
    serves: ["static"],
    ...nothing,
    scaling: { type: "always", maxInstances: 1 },
  },
  ...containerTypes.map(({ id, cpu, memoryGiB, diskGB }): Offer => ({
    id: `container.${id}`,
    title: `Container ${id}`,
    serves: ["web", "inference"],
    cpu: fixed(cpu),
    memoryGiB: fixed(memoryGiB),
    maxStorageGiB: diskGB,
    scaling: openFor(
      { default: 600, min: 1, max: 86_400 },
      { roundUpSeconds: 0.01, coldStartSeconds: 3 },
    ),
    plans: ["paid"],
    terms: "aidep deploys Workers, not Containers.",
  })),
  { id: "r2", title: "R2", serves: ["bucket"], ...nothing, scaling: { type: "always" } },
  {
    id: "zone.free",
    title: "Zone Free",
    serves: ["edge"],
    ...nothing,
    scaling: { type: "always", maxInstances: 1 },
    terms: "One rate limiting rule, over 10 seconds, by address.",
  },
  ...(["pro", "business"] as const).map((plan): Offer => ({
    id: `zone.${plan}`,
    title: `Zone ${plan === "pro" ? "Pro" : "Business"}`,
    serves: ["edge"],
    ...nothing,
    scaling: { type: "always", maxInstances: 1 },
  })),
  ...workersAiModels.map((model): Offer => ({
    id: `workers-ai.${model}`,
    title: `Workers AI ${model}`,
    serves: ["inference"],
    ...nothing,
    scaling: perRun(0, 0),
    model: `@cf/meta/${model}`,
  })),
]
