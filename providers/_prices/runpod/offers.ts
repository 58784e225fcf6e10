import type { Offer } from "aidep/provider"
import { openFor } from "../_shared/sizes.ts"

/** RunPod gives a machine's CPUs and memory with its GPU and publishes no sizes; these are what machines have at least. */
const size = { cpu: { min: 0, max: 6 }, memoryGiB: { min: 0, max: 24 } } as const

/** Several GPU types share a price. */
export const serverlessGpus = [
  { gpu: "A4000", price: "serverless.flex.16gb" },
  { gpu: "A4500", price: "serverless.flex.16gb" },
  { gpu: "L4", price: "serverless.flex.24gb" },
  { gpu: "A5000", price: "serverless.flex.24gb" },
  { gpu: "RTX-3090", price: "serverless.flex.24gb" },
  { gpu: "RTX-4090", price: "serverless.flex.24gb-pro" },
  { gpu: "A6000", price: "serverless.flex.48gb" },
  { gpu: "A40", price: "serverless.flex.48gb" },
  { gpu: "L40", price: "serverless.flex.48gb-pro" },
  { gpu: "L40S", price: "serverless.flex.48gb-pro" },
  { gpu: "A100-80GB", price: "serverless.flex.a100" },
  { gpu: "RTX-PRO-6000", price: "serverless.flex.96gb" },
  { gpu: "H100", price: "serverless.flex.h100" },
  { gpu: "H200", price: "serverless.flex.h200" },
  { gpu: "B200", price: "serverless.flex.b200" },
] as const

export const podGpus = [
  { gpu: "RTX-4090", price: "pod.4090", title: "Pod RTX 4090" },
  { gpu: "RTX-5090", price: "pod.5090", title: "Pod RTX 5090" },
  { gpu: "L40S", price: "pod.l40s", title: "Pod L40S" },
  { gpu: "A100-80GB", price: "pod.a100-pcie", title: "Pod A100 PCIe" },
  { gpu: "A100-80GB", price: "pod.a100-sxm", title: "Pod A100 SXM" },
  { gpu: "H100", price: "pod.h100-pcie", title: "Pod H100 PCIe" },
  { gpu: "H100", price: "pod.h100-sxm", title: "Pod H100 SXM" },
  { gpu: "H200", price: "pod.h200", title: "Pod H200" },
  { gpu: "B200", price: "pod.b200", title: "Pod B200" },
  { gpu: "B300", price: "pod.b300", title: "Pod B300" },
  { gpu: "RTX-4090", price: "pod.community.4090", title: "Community pod RTX 4090" },
  { gpu: "A100-80GB", price: "pod.community.a100-pcie", title: "Community pod A100 PCIe" },
  { gpu: "H100", price: "pod.community.h100-sxm", title: "Community pod H100 SXM" },
] as const

const community = "On machines of third parties, with fewer guarantees."

export const runpodOffers: readonly Offer[] = [
  ...serverlessGpus.map(({ gpu }): Offer => ({
    id: `serverless.${gpu}`,
    title: `Flex worker on ${gpu}`,
    serves: ["inference"],
    gpu,
    maxGpus: 8,
    ...size,
    // https://docs.runpod.io/serverless/endpoints/endpoint-configurations, read 2026-07-20.
    scaling: openFor({ default: 5, min: 1, max: 3600 }, { roundUpSeconds: 1, coldStartSeconds: 3 }),
  })),
  ...podGpus.map(({ gpu, price, title }): Offer => ({
    id: price,
    title,
    serves: ["inference", "web", "worker"],
    gpu,
    maxGpus: 8,
    ...size,
    scaling: { type: "always" },
    ...(price.startsWith("pod.community.") ? { terms: community } : {}),
  })),
]
