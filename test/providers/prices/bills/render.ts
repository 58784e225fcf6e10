import { hours, month, type ReferenceBill, used } from "../reference-bill.ts"

/** render.com/pricing.md. Instances are a part of the month, by the second. */
export const render: readonly ReferenceBill[] = [
  {
    title: "a Starter service and a free Key Value, within 5 GB of traffic",
    plan: "hobby",
    items: [
      used({ offer: "web.starter", kind: "web", billed: month, egressGB: 2 }),
      used({ item: "cache", offer: "keyvalue.free", kind: "redis", billed: month }),
    ],
    lines: { Starter: "1 * 7 = 7", "Key Value Free": "1 * 0 = 0" },
    total: 7,
  },
  {
    title: "a Starter service with 20 GB of traffic on Hobby, which has 5",
    plan: "hobby",
    items: [used({ offer: "web.starter", kind: "web", billed: month, egressGB: 20 })],
    lines: { Starter: "1 * 7 = 7", Egress: "(20 - 5) * 0.15 = 2.25" },
    total: 9.25,
  },
  {
    title:
      "two Standard instances, Postgres, Key Value, traffic and builds, on the workspace plan Pro",
    plan: "pro",
    items: [
      used({
        item: "gateway",
        offer: "web.standard",
        kind: "web",
        billed: 2 * month,
        instances: 2,
        egressGB: 40,
        buildMinutes: 1500,
      }),
      used({
        item: "database",
        offer: "postgres.basic-1gb",
        kind: "postgres",
        billed: month,
        storageGiB: 10,
      }),
      used({ item: "cache", offer: "keyvalue.starter", kind: "redis", billed: month }),
    ],
    lines: {
      Pro: "25 = 25",
      Standard: "2 * 25 = 50",
      "Postgres Basic-1gb": "1 * 19 = 19",
      Storage: "10 * 0.3 = 3",
      "Key Value Starter": "1 * 10 = 10",
      Egress: "(40 - 25) * 0.15 = 2.25",
      // 500 minutes over the 1,000 that are included: one thousand is sold.
      "Build pipeline": "1 * 5 = 5",
    },
    total: 114.25,
  },
  {
    title:
      "two cron jobs: one of 300 minutes, below the dollar that each costs at least, one of 2,000",
    plan: "hobby",
    items: [
      used({ item: "small", offer: "cron.starter", kind: "job", billed: 300 * 60 }),
      used({ item: "large", offer: "cron.pro", kind: "job", billed: 2000 * 60 }),
    ],
    lines: {
      "Cron Starter": "max(1, 300 * 0.00016) = 1",
      "Cron Pro": "max(1, 2000 * 0.00197) = 3.94",
    },
    total: 4.94,
  },
  {
    title: "600 build minutes on Hobby, which has 500",
    plan: "hobby",
    items: [used({ offer: "web.starter", kind: "web", billed: month, buildMinutes: 600 })],
    lines: { Starter: "1 * 7 = 7", "Build pipeline": "1 * 5 = 5" },
    total: 12,
  },
  {
    title: "a Pro instance for half the month, with a disk",
    plan: "hobby",
    items: [used({ offer: "web.pro", kind: "worker", billed: hours(365), storageGiB: 10 })],
    lines: { Pro: "365 / 730 * 85 = 42.5", Disk: "10 * 0.25 = 2.5" },
    total: 45,
  },
  {
    title: "a free service that is pinged all month: 730 of 750 hours, and nothing to pay",
    plan: "hobby",
    items: [used({ offer: "web.free", kind: "web", billed: month, egressGB: 1 })],
    lines: { Free: "1 * 0 = 0" },
    total: 0,
  },
  {
    title:
      "a large database on the workspace plan Scale, with 1.2 TB of traffic and 8,500 build minutes",
    plan: "scale",
    items: [
      used({
        item: "api",
        offer: "web.pro_ultra",
        kind: "web",
        billed: month,
        egressGB: 1200,
        buildMinutes: 8500,
      }),
      used({
        item: "database",
        offer: "postgres.accelerated-16gb",
        kind: "postgres",
        billed: month,
        storageGiB: 200,
      }),
    ],
    lines: {
      Scale: "499 = 499",
      "Pro Ultra": "1 * 450 = 450",
      "Postgres Accelerated-16gb": "1 * 160 = 160",
      Storage: "200 * 0.3 = 60",
      Egress: "(1200 - 1000) * 0.15 = 30",
      // 3,500 over: four thousands are sold.
      "Build pipeline": "4 * 5 = 20",
    },
    total: 1219,
  },
]
