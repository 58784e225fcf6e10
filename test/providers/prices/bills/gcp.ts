import { month, type ReferenceBill, used } from "../reference-bill.ts"

/** Prices of us-central1; what is free comes off each meter first. */
export const gcp: readonly ReferenceBill[] = [
  {
    title: "Cloud Run on L4 that never closes, with the 4 vCPU and 16 GiB that a GPU needs",
    plan: "on-demand",
    items: [used({ offer: "run.l4", cpu: 4, memoryGiB: 16, gpus: 1, billed: month })],
    lines: {
      L4: "2628000 * 0.0001867 = 490.6476",
      Processor: "(2628000 * 4 - 240000) * 0.000018 = 184.896",
      Memory: "(2628000 * 16 - 450000) * 0.000002 = 83.196",
    },
    total: 758.74,
  },
  {
    title: "a million requests of 0.2 seconds, one at a time, billed by request",
    plan: "on-demand",
    items: [
      used({
        offer: "run",
        kind: "web",
        cpu: 1,
        memoryGiB: 0.5,
        billed: 200_000,
        requests: 1_000_000,
      }),
    ],
    lines: {
      Processor: "(200000 * 1 - 180000) * 0.000024 = 0.48",
      Memory: "max(0, 200000 * 0.5 - 360000) * 0.0000025 = 0",
      Requests: "max(0, 1 - 2) * 0.4 = 0",
    },
    total: 0.48,
  },
  {
    title: "ten million requests of 0.1 seconds, whose traffic has no price in the book",
    plan: "on-demand",
    items: [
      used({
        offer: "run",
        kind: "web",
        cpu: 1,
        memoryGiB: 0.5,
        billed: 1_000_000,
        requests: 10_000_000,
        egressGB: 40,
      }),
    ],
    lines: {
      Processor: "(1000000 * 1 - 180000) * 0.000024 = 19.68",
      Memory: "(1000000 * 0.5 - 360000) * 0.0000025 = 0.35",
      Requests: "(10 - 2) * 0.4 = 3.2",
    },
    total: 23.23,
    unpriced: ["Egress"],
  },
  {
    title: "a GKE node with an L4: the credit pays for the cluster and for nothing else",
    plan: "on-demand",
    items: [used({ offer: "gke.g2-standard-4", gpus: 1, billed: month })],
    lines: {
      "g2-standard-4": "730 * 0.7068 = 515.964",
      "GKE cluster": "730 * 0.1 = 73",
      "Credit for one cluster": "-min(74.4, 73) = -73",
    },
    total: 515.96,
  },
  {
    title: "a worker with one vCPU and 1 GiB, billed by instance",
    plan: "on-demand",
    items: [used({ offer: "run.instance", kind: "worker", cpu: 1, memoryGiB: 1, billed: month })],
    lines: {
      Processor: "(2628000 * 1 - 240000) * 0.000018 = 42.984",
      Memory: "(2628000 * 1 - 450000) * 0.000002 = 4.356",
    },
    total: 47.34,
  },
]
