import { month, used } from "../reference-bill.ts"
import type { Claim } from "./claim.ts"
import { bill, bookOf, one, price, questions, twoTasks } from "./priced.ts"

const perMonth = "$ a month"
const bytesOfGiB = 1024 ** 3
/** What the guide has for the rest: vectors, database, tokens. */
const taken = { vectors: 50, database: 25, tokens: 30 } as const

function endpoint(): number {
  return one(
    bill("aws", "on-demand", [used({ offer: "sagemaker.g5.2xlarge", gpus: 1, billed: month })]),
  )
}

/** The load balancer at so many capacity units all month. */
function balancer(units: number): number {
  const service = used({ offer: "ec2.t3.small", kind: "web", billed: month, egressGB: units * 730 })
  return one(bill("aws", "on-demand", [service], ["Load balancer", "Load balancer capacity"]))
}

function egress(gb: number): number {
  return one(
    bill("aws", "on-demand", [used({ offer: "s3", kind: "bucket", egressGB: gb })], ["Egress"]),
  )
}

function lambda(meters: readonly string[], secondsEach: number): number {
  const requests = 10_000
  const calls = {
    offer: "lambda",
    kind: "web",
    memoryGiB: 1,
    billed: requests * secondsEach,
  } as const
  return one(bill("aws", "on-demand", [used({ ...calls, requests })], meters))
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0)
}

/** Compute, model, vectors, database, tokens, other, as the guide's table has them. */
const columns = {
  cloud: [60, 864, 50, 25, 30, 29],
  kubernetes: [150, 864, 0, 0, 30, 50],
  serverless: [20, 864, 50, 25, 30, 10],
} as const

/** A guide to retrieval-augmented generation on AWS. */
export const awsGuide: readonly Claim[] = [
  {
    id: "1.1",
    says: "an endpoint on ml.g5.2xlarge costs $864",
    claimed: 864,
    unit: perMonth,
    compute: endpoint,
    expected: 1105.95,
    verdict: "contradicted",
    because: "$1.20 an hour for 720 hours is EC2; SageMaker is $1.515",
  },
  {
    id: "1.1b",
    says: "the same machine on EC2 would be $864",
    claimed: 864,
    unit: perMonth,
    compute: () => price("aws", "ec2.g5.2xlarge") * 730,
    expected: 884.76,
    verdict: "reproduced",
    because: "$1.212 an hour for 730 hours",
  },
  {
    id: "1.2",
    says: "two Fargate tasks of 2 vCPU and 4 GB cost about $60",
    claimed: 60,
    unit: perMonth,
    compute: () => [twoTasks("fargate-arm"), twoTasks("fargate")],
    expected: [115.34, 144.16],
    verdict: "contradicted",
    because: "ARM to x86",
  },
  {
    id: "1.3",
    says: "a million vectors of 384 dimensions fit Qdrant's free cluster of 1 GB",
    claimed: [0, 1],
    unit: "GiB of memory",
    compute: () => (1_000_000 * 384 * 4 * 1.5) / bytesOfGiB,
    expected: 2.15,
    verdict: "contradicted",
    because:
      "four bytes a dimension and half as much for the index; the paid price is not published",
  },
  {
    id: "1.4a",
    says: "a shared Atlas cluster costs about $25",
    claimed: 25,
    unit: perMonth,
    compute: () =>
      bill("mongodb-atlas", "account", [used({ offer: "flex", kind: "mongodb", billed: month })]),
    expected: [8.03, 30],
    verdict: "depends",
    because: "M2 and M5 became Flex: a base price and a cap",
  },
  {
    id: "1.4b",
    says: "a dedicated one costs $57 or more",
    claimed: [57, Infinity],
    unit: perMonth,
    compute: () =>
      bill("mongodb-atlas", "account", [used({ offer: "m10", kind: "mongodb", billed: month })]),
    expected: [56.94, 58.4],
    verdict: "reproduced",
    because: "M10",
  },
  {
    id: "1.5",
    says: "10,000 questions to OpenAI cost about $30",
    claimed: 30,
    unit: perMonth,
    compute: () => {
      const costs = ["gpt-4o-mini", "gpt-5-mini", "gpt-5", "gpt-4o"].map(questions)
      return [Math.min(...costs), Math.max(...costs)]
    },
    expected: [6, 100],
    verdict: "depends",
    because: "gpt-4o-mini 6, gpt-5-mini 15, gpt-5 75, gpt-4o 100, at 2,000 tokens in and 500 out",
  },
  {
    id: "1.6",
    says: "100 GB of traffic cost about $9",
    claimed: 9,
    unit: perMonth,
    compute: () => egress(100),
    expected: 0,
    verdict: "contradicted",
    because: "the first 100 GB are free, not the first 10",
  },
  {
    id: "1.7",
    says: "the load balancer costs about $20",
    claimed: 20,
    unit: perMonth,
    compute: () => [balancer(0), balancer(1)],
    expected: [16.43, 22.27],
    verdict: "reproduced",
    because: "without load to one capacity unit all month",
  },
  {
    id: "1.8",
    says: "all of it costs about $1,058",
    claimed: 1058,
    unit: perMonth,
    compute: () =>
      sum([twoTasks("fargate"), endpoint(), ...Object.values(taken), egress(100), balancer(1)]),
    expected: 1377.38,
    verdict: "contradicted",
    because:
      "Fargate and SageMaker at their prices, the guide's own numbers for vectors, database and tokens",
  },
  {
    id: "1.9",
    says: "with autoscaling the rest is $500 to 600",
    claimed: [500, 600],
    unit: perMonth,
    compute: () => 1058 - 605 - 50 - 75,
    expected: 328,
    verdict: "contradicted",
    because:
      "its own sums: 1,058 less 605, 50 and 75; and an endpoint without the right setting does not go to zero",
  },
  {
    id: "1.10",
    says: "the columns of its table come to 1,058, 1,094 and 999",
    claimed: 1058 + 1094 + 999,
    unit: "$ in three columns",
    compute: () => sum(Object.values(columns).map(sum)),
    expected: 3151,
    verdict: "reproduced",
    because: "the additions are right; the amounts are another matter",
  },
  {
    id: "1.11",
    says: "the savings lead to $288",
    claimed: 288,
    unit: perMonth,
    compute: () => 1058 - 605 - 75 - 40,
    expected: 338,
    verdict: "contradicted",
    because: "the 50 for vectors are in the 75 for free tiers too, and were taken off twice",
  },
  {
    id: "1.12a",
    says: "Lambda costs $0.20 a million calls after the first",
    claimed: 0.2,
    unit: "$ a million",
    compute: () => price("aws", "lambda.requests"),
    expected: 0.2,
    verdict: "reproduced",
    because: "the first million is free",
  },
  {
    id: "1.12b",
    says: "and $0.0000166667 a GB second",
    claimed: 0.0000166667,
    unit: "$ a GB second",
    compute: () => price("aws", "lambda.x86"),
    expected: 0.0000166667,
    verdict: "reproduced",
    because: "x86; ARM is a fifth less",
  },
  {
    id: "1.13a",
    says: "Lambda costs $20 at 10,000 questions",
    claimed: 20,
    unit: perMonth,
    compute: () => lambda(["Lambda requests", "Lambda duration"], 3),
    expected: 0,
    verdict: "contradicted",
    because: "3 s with 1 GB are 30,000 of 400,000 free GB seconds",
  },
  {
    id: "1.13b",
    says: "the API gateway costs $10 at 10,000 questions",
    claimed: 10,
    unit: perMonth,
    compute: () => lambda(["HTTP API"], 3),
    expected: 0.01,
    verdict: "contradicted",
    because: "$1 a million",
  },
  {
    id: "1.14",
    says: "the nodes of EKS cost $150",
    claimed: 150,
    unit: perMonth,
    compute: () => {
      const nodes = used({
        offer: "eks.t3.medium",
        kind: "worker",
        billed: 3 * month,
        instances: 3,
      })
      return one(bill("aws", "on-demand", [nodes], ["EC2 t3.medium", "EKS control plane"]))
    },
    expected: 164.1,
    verdict: "contradicted",
    because: "three t3.medium and the control plane, before addresses, disks and a load balancer",
  },
  {
    id: "1.16a",
    says: "a cache cuts SageMaker by 50 to 70 %",
    claimed: [50, 70],
    unit: "%",
    compute: () => {
      const half = used({ offer: "sagemaker.g5.2xlarge", gpus: 1, billed: month, requests: 4000 })
      return (1 - one(bill("aws", "on-demand", [half])) / endpoint()) * 100
    },
    expected: 0,
    verdict: "contradicted",
    because: "an endpoint costs the same whether it is asked or not",
  },
  {
    id: "1.16b",
    says: "spot takes 70 % off",
    claimed: 70,
    unit: "% at most",
    compute: () => {
      const task = { kind: "worker", cpu: 2, memoryGiB: 4, billed: month } as const
      const meters = ["Fargate processor", "Fargate memory"]
      const spot = bill("aws", "on-demand", [used({ ...task, offer: "fargate-spot" })], meters)
      const full = one(bill("aws", "on-demand", [used({ ...task, offer: "fargate" })], meters))
      return typeof spot === "number" ? 0 : (1 - spot[0] / full) * 100
    },
    expected: 70,
    verdict: "reproduced",
    because: "at most, and for Fargate; it is not promised",
  },
  {
    id: "1.17",
    says: "the free cluster of Atlas has 512 MB",
    claimed: 0.5,
    unit: "GiB",
    compute: () =>
      bookOf("mongodb-atlas").offers.find(({ id }) => id === "free")?.maxStorageGiB ?? 0,
    expected: 0.5,
    verdict: "reproduced",
    because: "the page says so",
  },
]
