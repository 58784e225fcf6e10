import { hours, month, type ReferenceBill, used } from "../reference-bill.ts"

/** docs.railway.com/pricing/plans: measured use, and the larger of it and the fee. */
export const railway: readonly ReferenceBill[] = [
  {
    title: "a gateway with 0.2 vCPU and 0.5 GB in use, on Hobby",
    plan: "hobby",
    items: [used({ offer: "service", kind: "web", usedCpu: 0.2, usedGiB: 0.5, billed: month })],
    lines: {
      Hobby: "5 = 5",
      Processor: "0.2 * 20 = 4",
      Memory: "0.5 * 10 = 5",
      "Usage that the plan pays for": "-5 = -5",
    },
    total: 9,
  },
  {
    title: "less than the fee: the fee is paid",
    plan: "hobby",
    items: [
      used({
        offer: "service",
        kind: "web",
        usedCpu: 0.05,
        usedGiB: 0.25,
        billed: month,
        egressGB: 3,
      }),
    ],
    lines: {
      Hobby: "5 = 5",
      Processor: "0.05 * 20 = 1",
      Memory: "0.25 * 10 = 2.5",
      Egress: "3 * 0.05 = 0.15",
      "Usage that the plan pays for": "-(1 + 2.5 + 0.15) = -3.65",
    },
    total: 5,
  },
  {
    title: "the vendor's example: $3 of usage cost $5",
    plan: "hobby",
    items: [used({ offer: "service", kind: "web", usedGiB: 0.3, billed: month })],
    lines: {
      Hobby: "5 = 5",
      Memory: "0.3 * 10 = 3",
      "Usage that the plan pays for": "-3 = -3",
    },
    total: 5,
  },
  {
    title: "the vendor's example: $7 of usage cost $7",
    plan: "hobby",
    items: [used({ offer: "service", kind: "web", usedGiB: 0.7, billed: month })],
    lines: {
      Hobby: "5 = 5",
      Memory: "0.7 * 10 = 7",
      "Usage that the plan pays for": "-5 = -5",
    },
    total: 7,
  },
  {
    title: "two replicas and a Postgres with a volume, on Pro",
    plan: "pro",
    items: [
      used({
        item: "gateway",
        offer: "service",
        kind: "web",
        usedCpu: 0.5,
        usedGiB: 1,
        billed: 2 * month,
        instances: 2,
        egressGB: 40,
      }),
      used({
        item: "database",
        offer: "service",
        kind: "postgres",
        usedCpu: 0.1,
        usedGiB: 0.5,
        billed: month,
        storageGiB: 10,
      }),
    ],
    lines: {
      Pro: "20 = 20",
      Processor: "2 * 0.5 * 20 + 0.1 * 20 = 22",
      Memory: "2 * 1 * 10 + 0.5 * 10 = 25",
      Egress: "40 * 0.05 = 2",
      Volumes: "10 * 0.15 = 1.5",
      "Usage that the plan pays for": "-20 = -20",
    },
    total: 50.5,
  },
  {
    title: "a service that is awake for 200 of 730 hours",
    plan: "hobby",
    items: [
      used({
        offer: "service.serverless",
        kind: "web",
        usedCpu: 1,
        usedGiB: 2,
        billed: hours(200),
      }),
    ],
    lines: {
      Hobby: "5 = 5",
      Processor: "1 * 20 * 200 / 730 = 5.479452",
      Memory: "2 * 10 * 200 / 730 = 5.479452",
      "Usage that the plan pays for": "-5 = -5",
    },
    total: 10.96,
  },
  {
    title: "a very small service within the dollar of Free",
    plan: "free",
    items: [used({ offer: "service", kind: "web", usedCpu: 0.02, usedGiB: 0.04, billed: month })],
    lines: {
      Processor: "0.02 * 20 = 0.4",
      Memory: "0.04 * 10 = 0.4",
      "Usage that the plan pays for": "-(0.4 + 0.4) = -0.8",
    },
    total: 0,
  },
  {
    title: "a bucket of 500 GB, whose traffic is free, and a nightly job of an hour",
    plan: "hobby",
    items: [
      used({ item: "files", offer: "bucket", kind: "bucket", storageGiB: 500, egressGB: 900 }),
      used({
        item: "job",
        offer: "service.cron",
        kind: "job",
        usedCpu: 1,
        usedGiB: 2,
        billed: hours(30),
      }),
    ],
    lines: {
      Hobby: "5 = 5",
      Processor: "1 * 20 * 30 / 730 = 0.821918",
      Memory: "2 * 10 * 30 / 730 = 0.821918",
      Buckets: "500 * 0.015 = 7.5",
      "Usage that the plan pays for": "-5 = -5",
    },
    total: 9.14,
  },
]
