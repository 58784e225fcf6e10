import { hours, type ReferenceBill, used } from "../reference-bill.ts"

/** vercel.com/pricing: what is included comes off each meter, then the seat's $20 pays. */
export const vercel: readonly ReferenceBill[] = [
  {
    title: "100,000 calls within Hobby",
    plan: "hobby",
    items: [
      used({
        offer: "function",
        kind: "web",
        memoryGiB: 2,
        billed: hours(50),
        requests: 100_000,
        cpuSeconds: 3000,
        egressGB: 5,
      }),
    ],
    lines: {},
    total: 0,
  },
  {
    title: "the same on Pro: the seat pays for all of it",
    plan: "pro",
    items: [
      used({
        offer: "function",
        kind: "web",
        memoryGiB: 2,
        billed: hours(50),
        requests: 100_000,
        cpuSeconds: 3600,
        egressGB: 5,
      }),
    ],
    lines: {
      Pro: "20 = 20",
      "Function processor": "1 * 0.128 = 0.128",
      "Function memory": "50 * 2 * 0.0106 = 1.06",
      "Usage that the seat pays for": "-(0.128 + 1.06) = -1.188",
    },
    total: 20,
  },
  {
    title: "5 million calls, 100 CPU hours, 1,000 hours with 2 GB, and 1.2 TB",
    plan: "pro",
    items: [
      used({
        offer: "function",
        kind: "web",
        memoryGiB: 2,
        billed: hours(1000),
        requests: 5_000_000,
        cpuSeconds: hours(100),
        egressGB: 1200,
      }),
    ],
    lines: {
      Pro: "20 = 20",
      "Function processor": "100 * 0.128 = 12.8",
      "Function memory": "1000 * 2 * 0.0106 = 21.2",
      "Function calls": "(5 - 1) * 0.6 = 2.4",
      Egress: "(1200 - 1000) * 0.15 = 30",
      "Usage that the seat pays for": "-20 = -20",
    },
    total: 66.4,
  },
  {
    title: "a static site with 30 million requests",
    plan: "pro",
    items: [used({ offer: "static", kind: "static", requests: 30_000_000, egressGB: 900 })],
    lines: {
      Pro: "20 = 20",
      "Edge requests": "(30 - 10) * 2 = 40",
      "Usage that the seat pays for": "-20 = -20",
    },
    total: 40,
  },
]
