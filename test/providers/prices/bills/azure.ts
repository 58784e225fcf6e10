import { hours, month, type ReferenceBill, used } from "../reference-bill.ts"

/** prices.azure.com, eastus. */
export const azure: readonly ReferenceBill[] = [
  {
    title: "a container with one vCPU and 1.5 GB all month",
    plan: "on-demand",
    items: [used({ offer: "aci", kind: "web", cpu: 1, memoryGiB: 1.5, billed: month })],
    lines: { Processor: "730 * 1 * 0.0405 = 29.565", Memory: "730 * 1.5 * 0.00445 = 4.87275" },
    total: 34.44,
  },
  {
    title: "runs of 20 hours in all with two vCPU and 4 GB, and traffic without a price",
    plan: "on-demand",
    items: [
      used({ offer: "aci.job", kind: "job", cpu: 2, memoryGiB: 4, billed: hours(20), egressGB: 5 }),
    ],
    lines: { Processor: "20 * 2 * 0.0405 = 1.62", Memory: "20 * 4 * 0.00445 = 0.356" },
    total: 1.98,
    unpriced: ["Egress"],
  },
]
