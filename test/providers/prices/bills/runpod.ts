import { hours, month, type ReferenceBill, used } from "../reference-bill.ts"

/** docs.runpod.io/serverless/pricing and runpod.io/pricing; traffic is free. */
export const runpod: readonly ReferenceBill[] = [
  {
    title: "a flex worker on L4 that is up for 100 hours",
    plan: "pay-as-you-go",
    items: [used({ offer: "serverless.L4", gpus: 1, billed: hours(100), egressGB: 50 })],
    lines: { "Flex worker on L4": "360000 * 0.00019 = 68.4" },
    total: 68.4,
  },
  {
    title: "a flex worker on H100 for 10 hours: the documentation and the price page differ",
    plan: "pay-as-you-go",
    items: [used({ offer: "serverless.H100", gpus: 1, billed: hours(10) })],
    lines: { "Flex worker on H100": ["36000 * 0.00116 = 41.76", "10 * 4.79 = 47.9"] },
    total: [41.76, 47.9],
  },
  {
    title: "a pod with an RTX 4090 and 50 GB of disk, all month",
    plan: "pay-as-you-go",
    items: [used({ offer: "pod.4090", gpus: 1, billed: month, storageGiB: 50 })],
    lines: { "Pod RTX 4090": "730 * 0.74 = 540.2", "Container disk": "50 * 0.1 = 5" },
    total: 545.2,
  },
  {
    title: "the smallest worker with a network volume of 1.5 TB, cheaper above the first",
    plan: "pay-as-you-go",
    items: [used({ offer: "serverless.A4000", gpus: 1, billed: 50_000, storageGiB: 1500 })],
    lines: {
      "Flex worker on A4000": "50000 * 0.00016 = 8",
      "Network volume": "1000 * 0.07 = 70",
      "Network volume above 1 TB": "500 * 0.05 = 25",
    },
    total: 103,
  },
  {
    title: "two L40S in one worker for 20 hours",
    plan: "pay-as-you-go",
    items: [used({ offer: "serverless.L40S", gpus: 2, billed: hours(20) })],
    lines: { "Flex worker on L40S": ["20 * 2 * 1.75 = 70", "72000 * 2 * 0.00053 = 76.32"] },
    total: [70, 76.32],
  },
]
