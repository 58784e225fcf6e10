import { hours, month, type ReferenceBill, used } from "../reference-bill.ts"

/** Prices of modal.com/pricing. A core is two virtual CPUs. */
export const modal: readonly ReferenceBill[] = [
  {
    title: "a T4 that is open for 100 hours, with one core and 4 GiB",
    plan: "starter",
    items: [used({ offer: "gpu.T4", cpu: 2, memoryGiB: 4, gpus: 1, billed: hours(100) })],
    lines: {
      T4: "360000 * 0.000164 = 59.04",
      Processor: "360000 * 1 * 0.0000131 = 4.716",
      Memory: "360000 * 4 * 0.00000222 = 3.1968",
      "Credit of the plan": "-30 = -30",
    },
    total: 36.95,
  },
  {
    title: "two T4 that never close, as min_containers=2 asks",
    plan: "starter",
    items: [used({ offer: "gpu.T4", cpu: 2, memoryGiB: 4, gpus: 1, billed: 2 * month })],
    lines: {
      T4: "2 * 2628000 * 0.000164 = 861.984",
      Processor: "2 * 2628000 * 1 * 0.0000131 = 68.8536",
      Memory: "2 * 2628000 * 4 * 0.00000222 = 46.67328",
      "Credit of the plan": "-30 = -30",
    },
    total: 947.51,
  },
  {
    title:
      "less than the credit pays for; a container is billed for 0.125 cores and 128 MiB at least",
    plan: "starter",
    items: [used({ offer: "gpu.L4", cpu: 0.1, memoryGiB: 0.1, gpus: 1, billed: 20_000 })],
    lines: {
      L4: "20000 * 0.000222 = 4.44",
      Processor: "20000 * 0.125 * 0.0000131 = 0.03275",
      Memory: "20000 * 0.125 * 0.00000222 = 0.00555",
      "Credit of the plan": "-(4.44 + 0.03275 + 0.00555) = -4.4783",
    },
    total: 0,
  },
  {
    title: "a broad region, at 1.5 times the price",
    plan: "starter",
    items: [
      used({ offer: "gpu.L4", region: "us", cpu: 4, memoryGiB: 8, gpus: 1, billed: 200_000 }),
    ],
    lines: {
      L4: "200000 * 0.000222 * 1.5 = 66.6",
      Processor: "200000 * 2 * 0.0000131 * 1.5 = 7.86",
      Memory: "200000 * 8 * 0.00000222 * 1.5 = 5.328",
      "Credit of the plan": "-30 = -30",
    },
    total: 49.79,
  },
  {
    title: "a narrow region, at 1.75 times the price, with more used than was asked for",
    plan: "starter",
    items: [
      used({
        offer: "gpu.A10",
        region: "us-west",
        cpu: 2,
        memoryGiB: 8,
        usedCpu: 3,
        usedGiB: 12,
        gpus: 1,
        billed: hours(50),
      }),
    ],
    lines: {
      A10: "180000 * 0.000306 * 1.75 = 96.39",
      Processor: "180000 * 1.5 * 0.0000131 * 1.75 = 6.18975",
      Memory: "180000 * 12 * 0.00000222 * 1.75 = 8.3916",
      "Credit of the plan": "-30 = -30",
    },
    total: 80.97,
  },
  {
    title: "an H100 that never closes, on Team",
    plan: "team",
    items: [used({ offer: "gpu.H100", cpu: 16, memoryGiB: 32, gpus: 1, billed: month })],
    lines: {
      Team: "250 = 250",
      H100: "2628000 * 0.001097 = 2882.916",
      Processor: "2628000 * 8 * 0.0000131 = 275.4144",
      Memory: "2628000 * 32 * 0.00000222 = 186.69312",
      "Credit of the plan": "-100 = -100",
    },
    total: 3495.02,
  },
  {
    title: "two A100 in one container, a volume over 1 TiB and traffic over 1 TiB",
    plan: "team",
    items: [
      used({
        offer: "gpu.A100-80GB",
        cpu: 8,
        memoryGiB: 64,
        gpus: 2,
        billed: hours(40),
        storageGiB: 1536,
        egressGB: 1500,
      }),
    ],
    lines: {
      Team: "250 = 250",
      "A100-80GB": "144000 * 2 * 0.000694 = 199.872",
      Processor: "144000 * 4 * 0.0000131 = 7.5456",
      Memory: "144000 * 64 * 0.00000222 = 20.45952",
      Volumes: "(1536 - 1024) * 0.09 = 46.08",
      // One source has a price of traffic, others say there is none.
      Egress: ["0 = 0", "(1500 * 1000000000 / 1073741824 - 1024) * 0.04 = 14.919354"],
      "Credit of the plan": "-100 = -100",
    },
    total: [423.96, 438.88],
  },
]
