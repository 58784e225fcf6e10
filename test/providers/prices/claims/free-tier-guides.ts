import { railwayRegions } from "../../../../providers/railway/regions.ts"
import { hours, month, used } from "../reference-bill.ts"
import type { Claim } from "./claim.ts"
import { bill, bookOf, one, openSeconds, price, t4OnModal } from "./priced.ts"

const perMonth = "$ a month"
const credit = 30
/** Seconds. */
const pingEvery = 300
const idleWindow = 300

function memoryOf(platform: string, offer: string): number {
  return bookOf(platform).offers.find(({ id }) => id === offer)?.memoryGiB.max ?? 0
}

/** What is left after the credit of Starter, the T4 alone. */
function t4AfterCredit(requests: number): number {
  const idle = 60
  return Math.max(0, t4OnModal(openSeconds({ requests, secondsEach: 0.6, idle })) - credit)
}

/** Guides to free tiers, to hosts with 512 MB, and to keeping them awake. */
export const freeTierGuides: readonly Claim[] = [
  {
    id: "2.1",
    says: "a ping every 5 minutes keeps a GPU warm and costs nothing",
    claimed: 0,
    unit: perMonth,
    compute: () => t4OnModal(Math.min(month, (month / pingEvery) * idleWindow)),
    expected: 430.99,
    verdict: "contradicted",
    because: "with an idle window of 300 s or more each ping finds the T4 open and keeps it so",
  },
  {
    id: "2.2",
    says: "the same ping keeps a free service of Render awake",
    claimed: [0, 750],
    unit: "hours of 750",
    compute: () => month / 3600,
    expected: 730,
    verdict: "reproduced",
    because: "for one service in the workspace; a second one exceeds the hours",
  },
  {
    id: "2.3",
    says: "a Docker Space is free",
    claimed: 0,
    unit: perMonth,
    compute: () =>
      one(
        bill("huggingface", "pro", [
          used({ offer: "spaces.cpu-basic", kind: "web", billed: month }),
        ]),
      ),
    expected: 9,
    verdict: "contradicted",
    because: "since 2026-07-21 it takes PRO to create one",
  },
  {
    id: "2.4",
    says: "Railway gives $5 a month",
    claimed: 5,
    unit: perMonth,
    compute: () => {
      const service = used({ offer: "service", kind: "web", usedCpu: 1, usedGiB: 1, billed: month })
      return -one(bill("railway", "free", [service], ["Usage that the plan pays for"]))
    },
    expected: 1,
    verdict: "contradicted",
    because: "$5 once, then $1 a month",
  },
  {
    id: "2.5",
    says: "Railway is in the US alone",
    claimed: 2,
    unit: "regions",
    compute: () => railwayRegions.own.length,
    expected: 4,
    verdict: "contradicted",
    because: "two in the US, one in Europe, one in Asia",
  },
  {
    id: "2.6",
    says: "Fly has a free tier",
    claimed: 0,
    unit: perMonth,
    compute: () =>
      one(
        bill("fly", "pay-as-you-go", [
          used({ offer: "shared-cpu-1x", kind: "web", memoryGiB: 0.25, billed: month }),
        ]),
      ),
    expected: 2.22,
    verdict: "contradicted",
    because: "the smallest Machine; new organizations have a trial of two hours",
  },
  {
    id: "2.7",
    says: "10,000 requests are free on Lambda, Cloud Run and Vercel",
    claimed: 0,
    unit: perMonth,
    compute: () => {
      const service = { kind: "web", requests: 10_000, billed: 10_000 } as const
      return (
        one(
          bill(
            "aws",
            "on-demand",
            [used({ ...service, offer: "lambda", memoryGiB: 0.5 })],
            ["Lambda requests", "Lambda duration"],
          ),
        ) +
        one(
          bill("gcp", "on-demand", [used({ ...service, offer: "run", cpu: 1, memoryGiB: 0.5 })]),
        ) +
        one(bill("vercel", "hobby", [used({ ...service, offer: "function", memoryGiB: 2 })]))
      )
    },
    expected: 0,
    verdict: "reproduced",
    because: "Vercel's Hobby is not for commercial use",
  },
  {
    id: "3.1a",
    says: "Modal costs $1 to 2 at 10,000 requests a month",
    claimed: [1, 2],
    unit: perMonth,
    compute: () => t4AfterCredit(10_000),
    expected: 68.8,
    verdict: "contradicted",
    because:
      "busy seconds alone; with the default idle window of 60 s the T4 is open for 168 hours",
  },
  {
    id: "3.1b",
    says: "and $10 to 20 at 100,000",
    claimed: [10, 20],
    unit: perMonth,
    compute: () => t4AfterCredit(100_000),
    expected: 359.6,
    verdict: "contradicted",
    because: "the T4 is hardly ever closed",
  },
  {
    id: "3.1c",
    says: "$0.10 for 1,000 requests",
    claimed: 0.1,
    unit: "$ for 1,000 requests of 0.6 s",
    compute: () => t4OnModal(600),
    expected: 0.0984,
    verdict: "reproduced",
    because: "as a lower bound: busy seconds, nothing idle",
  },
  {
    id: "3.2",
    says: "Modal has no free tier",
    claimed: 0,
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
    verdict: "contradicted",
    because: "$30 of credit a month",
  },
  {
    id: "3.4",
    says: "Replicate costs $50 at 100,000 requests",
    claimed: 50,
    unit: perMonth,
    compute: () =>
      one(
        bill("replicate", "pay-as-you-go", [
          used({ offer: "public.gpu-t4", gpus: 1, billed: 220_000 }),
        ]),
      ),
    expected: 49.5,
    verdict: "reproduced",
    because: "a public model with 2.2 s a request; a deployment pays its idle time too",
  },
  {
    id: "3.5a",
    says: "RunPod costs $40 at 100,000 requests",
    claimed: 40,
    unit: perMonth,
    compute: () => [
      one(
        bill("runpod", "pay-as-you-go", [
          used({ offer: "serverless.L4", gpus: 1, billed: 210_000 }),
        ]),
      ),
      one(
        bill("runpod", "pay-as-you-go", [
          used({ offer: "serverless.A4000", gpus: 1, billed: 250_000 }),
        ]),
      ),
    ],
    expected: [39.9, 40],
    verdict: "reproduced",
    because: "2.1 s on 24 GB or 2.5 s on 16 GB, busy seconds alone",
  },
  {
    id: "3.5b",
    says: "and that is what is billed",
    claimed: 40,
    unit: perMonth,
    compute: () => {
      const billed = openSeconds({ requests: 100_000, secondsEach: 2.1, idle: 5 })
      return one(
        bill("runpod", "pay-as-you-go", [used({ offer: "serverless.L4", gpus: 1, billed })]),
      )
    },
    expected: 204,
    verdict: "contradicted",
    because: "starts of 10 s and 5 idle seconds after each request",
  },
  {
    id: "3.5c",
    says: "Replicate is dearer than RunPod by a quarter",
    claimed: 1.25,
    unit: "times the price of a busy second",
    compute: () => price("replicate", "gpu-t4") / price("runpod", "serverless.flex.16gb"),
    expected: 1.40625,
    verdict: "contradicted",
    because:
      "its rows assume other seconds a request; at 1 s for all, 10,000 requests are $2.25, $1.60 and on Modal $1.64",
  },
  {
    id: "3.6",
    says: "Lambda costs nothing to $10 at 100,000 requests",
    claimed: [0, 10],
    unit: perMonth,
    compute: () => {
      const meters = ["Lambda requests", "Lambda duration"]
      const call = { offer: "lambda", kind: "web", requests: 100_000 } as const
      return [
        one(bill("aws", "on-demand", [used({ ...call, memoryGiB: 4, billed: 100_000 })], meters)),
        one(bill("aws", "on-demand", [used({ ...call, memoryGiB: 10, billed: 300_000 })], meters)),
      ]
    },
    expected: [0, 43.33],
    verdict: "depends",
    because: "1 s with 4 GB is free, 3 s with 10 GB are not",
  },
  {
    id: "3.7",
    says: "Render has 2 GB for $7",
    claimed: 7,
    unit: perMonth,
    compute: () =>
      one(bill("render", "hobby", [used({ offer: "web.standard", kind: "web", billed: month })])),
    expected: 25,
    verdict: "contradicted",
    because: "$7 have 512 MB",
  },
  {
    id: "3.8a",
    says: "Render's free service has 512 MB",
    claimed: 0.5,
    unit: "GB",
    compute: () => memoryOf("render", "web.free"),
    expected: 0.5,
    verdict: "reproduced",
    because: "the page says so",
  },
  {
    id: "3.8b",
    says: "10,000 to 50,000 requests cost $1 to 5",
    claimed: [1, 5],
    unit: perMonth,
    compute: () => [t4AfterCredit(10_000), t4AfterCredit(50_000)],
    expected: [68.8, 272.6],
    verdict: "contradicted",
    because: "a T4 on Modal with the default idle window, after the credit",
  },
  {
    id: "3.9a",
    says: "Lambda has 10 GB at most",
    claimed: 10,
    unit: "GB",
    compute: () => memoryOf("aws", "lambda"),
    expected: 10,
    verdict: "reproduced",
    because: "the page says so",
  },
  {
    id: "3.9b",
    says: "a million calls of Lambda are free",
    claimed: 0,
    unit: perMonth,
    compute: () =>
      one(
        bill(
          "aws",
          "on-demand",
          [
            used({
              offer: "lambda",
              kind: "web",
              requests: 1_000_000,
              memoryGiB: 0.125,
              billed: hours(100),
            }),
          ],
          ["Lambda requests", "Lambda duration"],
        ),
      ),
    expected: 0,
    verdict: "reproduced",
    because: "as long as they stay within 400,000 GB seconds",
  },
]
