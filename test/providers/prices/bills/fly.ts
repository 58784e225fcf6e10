import { hours, month, type ReferenceBill, used } from "../reference-bill.ts"

/** fly.io/docs/about/pricing: Machines by the second, memory over the preset by the GB, in the region's price. */
export const fly: readonly ReferenceBill[] = [
  {
    title: "shared-cpu-1x with 512 MB in Ashburn, and 10 GB of traffic",
    plan: "pay-as-you-go",
    items: [
      used({
        offer: "shared-cpu-1x",
        kind: "web",
        cpu: 1,
        memoryGiB: 0.5,
        billed: month,
        egressGB: 10,
      }),
    ],
    lines: {
      "shared-cpu-1x": "2628000 * 0.0000008465 = 2.224602",
      "Memory over the preset": "2628000 * (0.5 - 0.25) * 0.000002316 = 1.521612",
      Egress: "10 * 0.02 = 0.2",
    },
    total: 3.95,
  },
  {
    title: "two shared-cpu-2x with 2 GB in Frankfurt",
    plan: "pay-as-you-go",
    items: [
      used({
        offer: "shared-cpu-2x",
        kind: "web",
        region: "fra",
        cpu: 2,
        memoryGiB: 2,
        billed: 2 * month,
        instances: 2,
        egressGB: 100,
      }),
    ],
    lines: {
      "shared-cpu-2x": "2 * 2628000 * 0.000001693 * 1.153846154 = 10.267394",
      "Memory over the preset": "2 * 2628000 * (2 - 0.5) * 0.000002316 * 1.153846154 = 21.068474",
      Egress: "100 * 0.02 = 2",
    },
    total: 33.34,
  },
  {
    title: "performance-1x that runs for 50 hours and is stopped otherwise, with a volume",
    plan: "pay-as-you-go",
    items: [
      used({
        offer: "performance-1x.autostop",
        kind: "web",
        cpu: 1,
        memoryGiB: 2,
        billed: hours(50),
        storageGiB: 10,
      }),
    ],
    lines: { "performance-1x": "180000 * 0.000012732 = 2.29176", Volumes: "10 * 0.15 = 1.5" },
    total: 3.79,
    unpriced: ["Disk of stopped Machines"],
  },
  {
    title: "performance-2x with 8 GB in Chicago",
    plan: "pay-as-you-go",
    items: [
      used({
        offer: "performance-2x",
        kind: "worker",
        region: "us-central",
        cpu: 2,
        memoryGiB: 8,
        billed: month,
      }),
    ],
    lines: {
      "performance-2x": "2628000 * 0.000025464 * 1.25 = 83.64924",
      "Memory over the preset": "2628000 * (8 - 4) * 0.000002316 * 1.25 = 30.43224",
    },
    total: 114.08,
  },
  {
    title: "Managed Postgres Basic beside the smallest Machine",
    plan: "pay-as-you-go",
    items: [
      used({ offer: "shared-cpu-1x", kind: "web", cpu: 1, memoryGiB: 0.25, billed: month }),
      used({
        item: "database",
        offer: "mpg.basic",
        kind: "postgres",
        billed: month,
        storageGiB: 10,
      }),
    ],
    lines: {
      "shared-cpu-1x": "2628000 * 0.0000008465 = 2.224602",
      "Managed Postgres": "1 * 38 = 38",
      Storage: "10 * 0.28 = 2.8",
    },
    total: 43.02,
  },
  {
    title: "South America and Africa: the region's price, and the dearer traffic",
    plan: "pay-as-you-go",
    items: [
      used({
        item: "south",
        offer: "shared-cpu-1x",
        kind: "web",
        region: "sa",
        cpu: 1,
        memoryGiB: 1,
        billed: month,
        egressGB: 50,
      }),
      used({
        item: "africa",
        offer: "shared-cpu-1x",
        kind: "web",
        region: "jnb",
        cpu: 1,
        memoryGiB: 0.25,
        billed: month,
        egressGB: 50,
      }),
    ],
    lines: {
      "shared-cpu-1x": "2628000 * 0.0000008465 * (1.615384615 + 1.302884615) = 6.491988",
      "Memory over the preset": "2628000 * (1 - 0.25) * 0.000002316 * 1.615384615 = 7.373966",
      Egress: "50 * 0.04 + 50 * 0.12 = 8",
    },
    total: 21.87,
  },
]
