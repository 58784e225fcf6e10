import { expect, test } from "vitest"
import { priceBooks } from "../../../providers/price-books.gen.ts"
import type { ItemUsage } from "../../../src/provider/index.ts"
import { hours, month, used } from "./reference-bill.ts"

interface Refused {
  readonly platform: string
  readonly plan: string
  /** Just within what the plan allows, and just beyond. */
  readonly within: ItemUsage
  readonly beyond: ItemUsage
  readonly why: string
}

const redis = { offer: "redis.free", kind: "redis" } as const
const railwayService = { offer: "service", kind: "web", cpu: 1, billed: month } as const
const worker = { offer: "worker", kind: "web" } as const
const vercelFunction = { offer: "function", kind: "web", memoryGiB: 2 } as const

const refusals: readonly Refused[] = [
  {
    platform: "railway",
    plan: "free",
    within: used({ ...railwayService, usedCpu: 0.04, usedGiB: 0.02 }),
    beyond: used({ ...railwayService, usedCpu: 0.2, usedGiB: 0.5 }),
    why: "Free gives $1 of usage a month, and this comes to $9.00.",
  },
  {
    platform: "railway",
    plan: "hobby",
    within: used({ ...railwayService, instances: 6 }),
    beyond: used({ ...railwayService, instances: 7 }),
    why: 'Hobby allows a service 6 replicas, and "service" asks for 7.',
  },
  {
    platform: "railway",
    plan: "hobby",
    within: used({ ...railwayService, cpu: 8, instances: 6 }),
    beyond: used({ ...railwayService, cpu: 9, instances: 6 }),
    why: 'Hobby allows a service 48 vCPU over all replicas, and "service" asks for 54.',
  },
  {
    platform: "railway",
    plan: "hobby",
    within: used({ ...railwayService, storageGiB: 5 }),
    beyond: used({ ...railwayService, storageGiB: 20 }),
    why: 'Hobby allows a service 5 GB of volume, and "service" asks for 20.',
  },
  {
    platform: "render",
    plan: "hobby",
    within: used({ offer: "web.free", kind: "web", billed: hours(750) }),
    beyond: used({ offer: "web.free", kind: "web", billed: hours(1460) }),
    why: "A workspace has 750 hours of free instances a month, and the free services here run 1,460.",
  },
  {
    platform: "cloudflare",
    plan: "free",
    within: used({ ...worker, requests: 3_041_600, cpuSeconds: 30_000 }),
    beyond: used({ ...worker, requests: 3_041_700, cpuSeconds: 0 }),
    why: 'Workers Free has 100,000 requests a day, and "service" has 100,002.',
  },
  {
    platform: "cloudflare",
    plan: "free",
    within: used({ ...worker, requests: 1000, cpuSeconds: 10 }),
    beyond: used({ ...worker, requests: 1000, cpuSeconds: 10.5 }),
    why: 'Workers Free has 10 ms of processor time a request, and "service" needs 10.5 ms.',
  },
  {
    platform: "huggingface",
    plan: "free",
    within: used({ offer: "endpoints.aws.nvidia-t4.x1", billed: month }),
    beyond: used({ offer: "spaces.cpu-basic", kind: "web", billed: month }),
    why: 'Docker Spaces need PRO since 2026-07-21, and "service" would be one.',
  },
  {
    platform: "vercel",
    plan: "hobby",
    within: used({ ...vercelFunction, requests: 1_000_000, cpuSeconds: hours(4) }),
    beyond: used({ ...vercelFunction, requests: 2_000_000 }),
    why: "Hobby has 1 million function calls a month, and this is 2.",
  },
  {
    platform: "vercel",
    plan: "hobby",
    within: used({ ...vercelFunction, billed: hours(180), egressGB: 100 }),
    beyond: used({ ...vercelFunction, billed: hours(200) }),
    why: "Hobby has 360 GB hours of memory a month, and this is 400.",
  },
  {
    platform: "upstash",
    plan: "account",
    within: used({ ...redis, operations: 500_000, egressGB: 10 }),
    beyond: used({ ...redis, operations: 600_000 }),
    why: 'Redis Free has 500,000 commands a month, and "service" runs 600,000.',
  },
  {
    platform: "vercel",
    plan: "hobby",
    within: used({ ...vercelFunction, cpuSeconds: hours(4) }),
    beyond: used({ ...vercelFunction, cpuSeconds: hours(5) }),
    why: "Hobby has 4 hours of processor time a month, and this is 5.",
  },
  {
    platform: "vercel",
    plan: "hobby",
    within: used({ ...vercelFunction, egressGB: 100 }),
    beyond: used({ ...vercelFunction, egressGB: 101 }),
    why: "Hobby has 100 GB of traffic a month, and this is 101.",
  },
  {
    platform: "upstash",
    plan: "account",
    within: used({ ...redis, egressGB: 10 }),
    beyond: used({ ...redis, egressGB: 11 }),
    why: 'This database has 10 GB of traffic a month, and "service" sends 11 GB.',
  },
  {
    platform: "upstash",
    plan: "account",
    within: used({ offer: "redis.fixed250", kind: "redis", egressGB: 50 }),
    beyond: used({ offer: "redis.fixed250", kind: "redis", egressGB: 60 }),
    why: 'This database has 50 GB of traffic a month, and "service" sends 60 GB.',
  },
  {
    platform: "supabase",
    plan: "free",
    within: used({ offer: "free", kind: "postgres", egressGB: 5 }),
    beyond: used({ offer: "free", kind: "postgres", egressGB: 6 }),
    why: "Free has 5 GB of traffic a month, and this is 6.",
  },
  {
    platform: "sentry",
    plan: "developer",
    within: used({ offer: "errors", kind: "errors", operations: 5000 }),
    beyond: used({ offer: "errors", kind: "errors", operations: 5001 }),
    why: "Developer has 5,000 errors a month, and this is 5,001.",
  },
  {
    platform: "betterstack",
    plan: "free",
    within: used({ offer: "logs", kind: "logs", storageGiB: 3 }),
    beyond: used({ offer: "logs", kind: "logs", storageGiB: 4 }),
    why: "Free has 3 GB of logs a month, and this is 4.",
  },
]

test.each(refusals)("$platform $plan: $why", ({ platform, plan, within, beyond, why }) => {
  const book = priceBooks.find((each) => each.platform === platform)
  expect(book?.bill({ plan, items: [within] }).refusals).toEqual([])
  expect(book?.bill({ plan, items: [beyond] }).refusals).toContain(why)
})

const project = (item: string) => used({ item, offer: "free", kind: "postgres", billed: month })

test("supabase free has two projects", () => {
  const book = priceBooks.find(({ platform }) => platform === "supabase")
  const two = [project("one"), project("two")]
  expect(book?.bill({ plan: "free", items: two }).refusals).toEqual([])
  expect(book?.bill({ plan: "free", items: [...two, project("three")] }).refusals).toEqual([
    "Free has 2 projects, and this needs 3.",
  ])
})

test.each(priceBooks.map((book) => ({ name: book.platform, book })))(
  "$name cannot price an offer that it does not have",
  ({ book }) => {
    const usage = {
      plan: book.plans[0]?.id ?? "",
      items: [used({ offer: "elsewhere", billed: month })],
    }
    expect(book.bill(usage).unpriced).toContainEqual({
      item: "service",
      what: '"elsewhere"',
      why: "The price book has no such offer.",
    })
  },
)
