import { month, type ReferenceBill, used } from "../reference-bill.ts"

/** upstash.com/pricing/redis: each database for itself. */
export const upstash: readonly ReferenceBill[] = [
  {
    title: "400,000 commands on Free",
    plan: "account",
    items: [used({ offer: "redis.free", kind: "redis", billed: month, operations: 400_000 })],
    lines: { "Redis Free": "0 = 0" },
    total: 0,
  },
  {
    title: "a million commands, paid as they are used",
    plan: "account",
    items: [used({ offer: "redis.payg", kind: "redis", billed: month, operations: 1_000_000 })],
    lines: { Commands: "1000000 / 100000 * 0.2 = 2" },
    total: 2,
  },
  {
    title: "12 million commands, 3 GB kept and 250 GB sent",
    plan: "account",
    items: [
      used({
        offer: "redis.payg",
        kind: "redis",
        billed: month,
        operations: 12_000_000,
        storageGiB: 3,
        egressGB: 250,
      }),
    ],
    lines: {
      Commands: "12000000 / 100000 * 0.2 = 24",
      Storage: "(3 - 1) * 0.25 = 0.5",
      Egress: "(250 - 200) * 0.03 = 1.5",
    },
    total: 26,
  },
  {
    title: "the same commands on a fixed database of 250 MB",
    plan: "account",
    items: [
      used({
        offer: "redis.fixed250",
        kind: "redis",
        billed: month,
        operations: 12_000_000,
        egressGB: 40,
      }),
    ],
    lines: { "Redis Fixed 250 MB": "10 = 10" },
    total: 10,
  },
]

/** supabase.com/pricing. */
export const supabase: readonly ReferenceBill[] = [
  {
    title: "a small database on Free",
    plan: "free",
    items: [used({ offer: "free", kind: "postgres", billed: month, storageGiB: 0.4, egressGB: 2 })],
    lines: {},
    total: 0,
  },
  {
    title: "one project on Pro with 20 GB of disk and 300 GB of traffic",
    plan: "pro",
    items: [
      used({ offer: "micro", kind: "postgres", billed: month, storageGiB: 20, egressGB: 300 }),
    ],
    lines: {
      Pro: "25 = 25",
      "Compute Micro": "1 * 10 = 10",
      "Compute credit": "-10 = -10",
      Disk: "(20 - 8) * 0.125 = 1.5",
      Egress: "(300 - 250) * 0.09 = 4.5",
    },
    total: 31,
  },
  {
    title: "two projects on Pro: the credit pays for one",
    plan: "pro",
    items: [
      used({ item: "one", offer: "micro", kind: "postgres", billed: month, storageGiB: 8 }),
      used({ item: "two", offer: "micro", kind: "postgres", billed: month, storageGiB: 10 }),
    ],
    lines: {
      Pro: "25 = 25",
      "Compute Micro": "2 * 10 = 20",
      "Compute credit": "-10 = -10",
      // Each project has 8 GB of its own.
      Disk: "(10 - 8) * 0.125 = 0.25",
    },
    total: 35.25,
  },
]

/** qdrant.tech/pricing. */
export const qdrant: readonly ReferenceBill[] = [
  {
    title: "the free cluster",
    plan: "account",
    items: [used({ offer: "free", kind: "qdrant", billed: month })],
    lines: { "Free cluster": "0 = 0" },
    total: 0,
  },
  {
    title: "a standard cluster, which has no published price",
    plan: "account",
    items: [used({ offer: "standard", kind: "qdrant", cpu: 1, memoryGiB: 4, billed: month })],
    lines: {},
    total: 0,
    unpriced: ["Standard cluster with 4 GB of memory"],
  },
]

/** mongodb.com/pricing. */
export const mongodbAtlas: readonly ReferenceBill[] = [
  {
    title: "the free cluster",
    plan: "account",
    items: [used({ offer: "free", kind: "mongodb", billed: month, storageGiB: 0.3 })],
    lines: { "Free cluster": "0 = 0" },
    total: 0,
  },
  {
    title: "Flex, from its base price to its cap",
    plan: "account",
    items: [used({ offer: "flex", kind: "mongodb", billed: month, storageGiB: 4 })],
    lines: { "Flex cluster": ["730 * 0.011 = 8.03", "30 = 30"] },
    total: [8.03, 30],
  },
  {
    title: "M10, which the page has by the hour and by the month",
    plan: "account",
    items: [used({ offer: "m10", kind: "mongodb", billed: month, storageGiB: 10 })],
    lines: { "M10 cluster": ["56.94 = 56.94", "730 * 0.08 = 58.4"] },
    total: [56.94, 58.4],
  },
]
