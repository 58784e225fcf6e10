import { month, used } from "../reference-bill.ts"
import type { Claim } from "./claim.ts"
import { bill, bookOf, one, openSeconds, p99Seconds, price, t4OnModal } from "./priced.ts"

const aHour = 3600
const perMonth = "$ a month"
const guided = { requests: 100_000, secondsEach: 1.5, idle: 180 } as const
const credit = 30

function gateway(): number {
  const service = used({ offer: "service", kind: "web", usedCpu: 0.2, usedGiB: 0.5, billed: month })
  return one(bill("railway", "hobby", [service]))
}

function savingOfCache(): number {
  const all = t4OnModal(openSeconds({ ...guided, idle: 60 }))
  const missed = t4OnModal(openSeconds({ ...guided, idle: 60, requests: 60_000 }))
  return (1 - missed / all) * 100
}

/** A guide that puts a model on Modal behind a gateway on Railway. */
export const gpuGuide: readonly Claim[] = [
  {
    id: "0.1",
    says: "100,000 requests a month cost $30 to 70 in all",
    claimed: [30, 70],
    unit: perMonth,
    compute: () => t4OnModal(openSeconds(guided)) - credit + gateway(),
    expected: 410,
    verdict: "contradicted",
    because: "with its own idle window of 180 s the T4 never closes; the sum prices busy seconds",
  },
  {
    id: "0.2",
    says: "keep_warm=2 fits that budget",
    claimed: [20, 50],
    unit: perMonth,
    compute: () => {
      const container = { offer: "gpu.T4", cpu: 2, memoryGiB: 4, gpus: 1, billed: 2 * month }
      return one(bill("modal", "starter", [used(container)])) + credit
    },
    expected: 977.51,
    verdict: "contradicted",
    because: "two T4 with a core and 4 GiB each, all month, before the credit",
  },
  {
    id: "0.3",
    says: "Modal gives $30 a month",
    claimed: 30,
    unit: perMonth,
    compute: () =>
      -one(
        bill(
          "modal",
          "starter",
          [used({ offer: "gpu.T4", gpus: 1, billed: month })],
          ["Credit of the plan"],
        ),
      ),
    expected: 30,
    verdict: "reproduced",
    because: "the credit comes off last",
  },
  {
    id: "0.4a",
    says: "a T4 is about $0.60 an hour",
    claimed: 0.6,
    unit: "$ an hour",
    compute: () => price("modal", "gpu.T4") * aHour,
    expected: 0.5904,
    verdict: "reproduced",
    because: "$0.000164 a second",
  },
  {
    id: "0.4b",
    says: "an A10G is about $1.10 an hour",
    claimed: 1.1,
    unit: "$ an hour",
    compute: () => price("modal", "gpu.A10") * aHour,
    expected: 1.1016,
    verdict: "reproduced",
    because: "$0.000306 a second",
  },
  {
    id: "0.5",
    says: "the GPU costs $20 to 50 a month",
    claimed: [20, 50],
    unit: perMonth,
    compute: () => t4OnModal(openSeconds(guided)) - credit,
    expected: 401,
    verdict: "contradicted",
    because: "that is 34 to 85 hours of a T4, and it is open for all 730",
  },
  {
    id: "0.6",
    says: "the gateway on Railway costs $5 to 10",
    claimed: [5, 10],
    unit: perMonth,
    compute: gateway,
    expected: 9,
    verdict: "reproduced",
    because: "0.2 vCPU and 0.5 GB in use, of which Hobby's fee pays 5",
  },
  {
    id: "0.7a",
    says: "Upstash is free for it",
    claimed: 0,
    unit: perMonth,
    compute: () =>
      one(
        bill("upstash", "account", [
          used({ offer: "redis.free", kind: "redis", operations: 400_000 }),
        ]),
      ),
    expected: 0,
    verdict: "reproduced",
    because: "4 commands a request are 400,000 of 500,000 a month; it was 10,000 a day",
  },
  {
    id: "0.7b",
    says: "Upstash costs $10 when paid",
    claimed: 10,
    unit: perMonth,
    compute: () => price("upstash", "redis.fixed250"),
    expected: 10,
    verdict: "reproduced",
    because: "the fixed database of 250 MB; by use, 400,000 commands would be $0.80",
  },
  {
    id: "0.8",
    says: "Sentry with 5,000 errors, Cloudflare and Better Stack are free",
    claimed: 0,
    unit: perMonth,
    compute: () =>
      one(
        bill("sentry", "developer", [used({ offer: "errors", kind: "errors", operations: 5000 })]),
      ) +
      one(bill("cloudflare", "free", [used({ offer: "zone.free", kind: "edge" })])) +
      one(bill("betterstack", "free", [used({ offer: "logs", kind: "logs", storageGiB: 3 })])),
    expected: 0,
    verdict: "reproduced",
    because: "one rate limiting rule on Cloudflare, 3 GB of logs on Better Stack",
  },
  {
    id: "0.9",
    says: "a cache with 40 % hits cuts GPU cost by 30 to 50 %",
    claimed: [30, 50],
    unit: "%",
    compute: savingOfCache,
    expected: 15.4,
    verdict: "contradicted",
    because:
      "it cuts busy seconds; while the idle window keeps the T4 open the bill hardly changes",
  },
  {
    id: "0.10",
    says: "it scales from 0 to 100 GPUs",
    claimed: 100,
    unit: "GPUs",
    compute: () => bookOf("modal").plans.find(({ id }) => id === "starter")?.maxGpus ?? 0,
    expected: 10,
    verdict: "contradicted",
    because: "Starter allows 100 containers and 10 GPUs",
  },
  {
    id: "0.11",
    says: "99 of 100 requests take less than 500 ms",
    claimed: [0, 500],
    unit: "ms",
    compute: () => p99Seconds({ requests: 10_000, secondsEach: 0.3, idle: 60 }) * 1000,
    expected: 10_300,
    verdict: "contradicted",
    because: "at 10,000 requests a month four of five meet a closed pool and wait 10 s",
  },
  {
    id: "0.12",
    says: "an idle window of 180 s is a good balance at 10,000 requests a month",
    claimed: [20, 50],
    unit: perMonth,
    compute: () => t4OnModal(openSeconds({ ...guided, requests: 10_000 })),
    expected: 219,
    verdict: "contradicted",
    because: "the T4 alone, before the credit; 60 s would be $100, 2 s $21",
  },
]
