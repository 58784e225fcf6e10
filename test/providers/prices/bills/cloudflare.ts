import { month, type ReferenceBill, used } from "../reference-bill.ts"

/** developers.cloudflare.com: what is included comes off each meter first. */
export const cloudflare: readonly ReferenceBill[] = [
  {
    title: "a Worker with 100,000 requests of 2 ms on Workers Free",
    plan: "free",
    items: [
      used({ offer: "worker", kind: "web", requests: 100_000, cpuSeconds: 200, egressGB: 1 }),
    ],
    lines: {},
    total: 0,
  },
  {
    title:
      "15 million requests of 2 ms: 5 million over what is included, and just all the processor time",
    plan: "paid",
    items: [
      used({
        offer: "worker",
        kind: "web",
        requests: 15_000_000,
        cpuSeconds: 30_000,
        egressGB: 60,
      }),
    ],
    lines: { "Workers Paid": "5 = 5", "Worker requests": "(15 - 10) * 0.3 = 1.5" },
    total: 6.5,
  },
  {
    title: "the vendor's example: 15 million requests of 7 ms cost $8",
    plan: "paid",
    items: [used({ offer: "worker", kind: "web", requests: 15_000_000, cpuSeconds: 105_000 })],
    lines: {
      "Workers Paid": "5 = 5",
      "Worker requests": "(15 - 10) * 0.3 = 1.5",
      "Worker processor time": "(7 * 15 - 30) * 0.02 = 1.5",
    },
    total: 8,
  },
  {
    title: "50 million requests of 4 ms",
    plan: "paid",
    items: [used({ offer: "worker", kind: "web", requests: 50_000_000, cpuSeconds: 200_000 })],
    lines: {
      "Workers Paid": "5 = 5",
      "Worker requests": "(50 - 10) * 0.3 = 12",
      "Worker processor time": "(200 - 30) * 0.02 = 3.4",
    },
    total: 20.4,
  },
  {
    title: "a basic container that never sleeps and uses 0.05 vCPU",
    plan: "paid",
    items: [
      used({
        offer: "container.basic",
        kind: "web",
        cpu: 0.25,
        memoryGiB: 1,
        usedCpu: 0.05,
        billed: month,
        requests: 1_000_000,
        egressGB: 100,
      }),
    ],
    lines: {
      "Workers Paid": "5 = 5",
      "Container processor": "(2628000 * 0.05 - 375 * 60) * 0.00002 = 2.178",
      "Container memory": "(2628000 * 1 - 25 * 3600) * 0.0000025 = 6.345",
      "Container disk": "(2628000 * 4 - 200 * 3600) * 0.00000007 = 0.68544",
      // Its Durable Object has 2628000 * 0.128 = 336384 GB seconds of 400000 included.
    },
    total: 14.21,
  },
  {
    title: "two standard-2 containers that never sleep, 12 million requests and 1.2 TB",
    plan: "paid",
    items: [
      used({
        offer: "container.standard-2",
        kind: "web",
        cpu: 1,
        memoryGiB: 6,
        usedCpu: 0.2,
        billed: 2 * month,
        instances: 2,
        requests: 12_000_000,
        egressGB: 1200,
      }),
    ],
    lines: {
      "Workers Paid": "5 = 5",
      "Worker requests": "(12 - 10) * 0.3 = 0.6",
      "Container processor": "(5256000 * 0.2 - 375 * 60) * 0.00002 = 20.574",
      "Container memory": "(5256000 * 6 - 25 * 3600) * 0.0000025 = 78.615",
      "Container disk": "(5256000 * 12 - 200 * 3600) * 0.00000007 = 4.36464",
      "Container egress": "(1200 - 1000) * 0.025 = 5",
      "Durable Object requests": "(12 - 1) * 0.15 = 1.65",
      "Durable Object duration": "(5256000 * 0.128 / 1000000 - 0.4) * 12.5 = 3.4096",
    },
    total: 119.21,
  },
  {
    title:
      "100 GB in R2 and 20 million operations, which are reads at the low end and writes at the high end",
    plan: "free",
    items: [
      used({
        offer: "r2",
        kind: "bucket",
        storageGiB: 100,
        operations: 20_000_000,
        egressGB: 500,
      }),
    ],
    lines: {
      "R2 storage": "(100 - 10) * 0.015 = 1.35",
      "R2 operations": ["(20 - 10) * 0.36 = 3.6", "(20 - 1) * 4.5 = 85.5"],
      "R2 egress": "500 * 0 = 0",
    },
    total: [4.95, 86.85],
  },
  {
    title: "a zone on Pro before a Worker on Workers Free",
    plan: "free",
    items: [
      used({ item: "edge", offer: "zone.pro", kind: "edge", requests: 300_000 }),
      used({ offer: "worker", kind: "web", requests: 300_000, cpuSeconds: 900 }),
    ],
    lines: { "Zone Pro": "25 = 25" },
    total: 25,
  },
  {
    title: "a model of Workers AI, whose 10,000 free neurons a day may be used up or not",
    plan: "free",
    items: [
      used({
        offer: "workers-ai.llama-3.1-8b-instruct-fp8-fast",
        requests: 50_000,
        tokens: { input: 100_000_000, output: 20_000_000 },
      }),
    ],
    lines: {
      "Input tokens": "100 * 0.045 = 4.5",
      "Output tokens": "20 * 0.384 = 7.68",
      "Free neurons": ["-(10 * 0.011 * 730 / 24) = -3.345833", "0 = 0"],
    },
    total: [8.83, 12.18],
  },
]
