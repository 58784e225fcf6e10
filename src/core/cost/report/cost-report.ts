import * as z from "zod"

/**
 * The result of `aidep cost`, as JSON and as the source of every other format. Amounts are US dollars a month
 * before tax. A range has both ends, because sources disagree; they are equal where they do not.
 */
const amount = z.strictObject({ low: z.number(), high: z.number() })
const share = z.number().min(0).max(1)

const line = z.strictObject({
  type: z.enum(["usage", "fee", "credit"]),
  item: z.string().nullable(),
  meter: z.string(),
  quantity: z.number(),
  included: z.number(),
  unit: z.string(),
  unitPrice: amount,
  amount,
  prices: z.array(z.string()),
  note: z.string().nullable(),
})

const platform = z.strictObject({
  platform: z.string(),
  title: z.string(),
  plan: z.string(),
  planTitle: z.string(),
  terms: z.string().nullable(),
  total: amount,
  lines: z.array(line),
  refusedPlans: z.array(z.strictObject({ plan: z.string(), reasons: z.array(z.string()) })),
})

const placement = z.strictObject({
  item: z.string(),
  kind: z.string(),
  platform: z.string(),
  offer: z.string(),
  offerTitle: z.string(),
  gpu: z.string().nullable(),
  terms: z.string().nullable(),
  /** False where aidep knows the prices and cannot deploy. */
  deployable: z.boolean(),
  /** What its own lines come to; fees and credits of the account are not among them. */
  amount,
})

const service = z.strictObject({
  p99Seconds: z.number().nullable(),
  p99WithStartsSeconds: z.number().nullable(),
  availability: share,
  coldShare: share,
})

const stack = z.strictObject({
  placements: z.array(placement),
  platforms: z.array(platform),
  total: amount,
  /** Half of the 95 % interval of the simulation, in US dollars. */
  plusMinus: z.number(),
  service,
  /** Goals of the manifest that it misses, in sentences. */
  missed: z.array(z.string()),
})

const option = z.strictObject({
  platform: z.string(),
  offer: z.string(),
  offerTitle: z.string(),
  gpu: z.string().nullable(),
  plan: z.string(),
  /** On an account of its own. */
  total: amount,
  usefulSeconds: z.number(),
  billedSeconds: z.number(),
  /** Share of the billed time without a request. */
  idleShare: share,
  startsAMonth: z.number(),
  instances: z.strictObject({ warm: z.number(), needed: z.number(), peak: z.number() }),
  service,
  missed: z.array(z.string()),
  /** Half of the 95 % interval of the billed seconds, as a share of them. */
  halfWidth: z.number(),
  formula: z.strictObject({ openSeconds: z.number(), applies: z.boolean() }).nullable(),
  oldestPrice: z.string().nullable(),
  leastConfidence: z.enum(["high", "medium", "low", "unverified"]),
  terms: z.string().nullable(),
  interruptible: z.boolean(),
  deployable: z.boolean(),
})

const rejected = z.strictObject({
  platform: z.string(),
  offer: z.string().nullable(),
  reason: z.string(),
})

const price = z.strictObject({
  platform: z.string(),
  id: z.string(),
  name: z.string(),
  unit: z.string(),
  usd: amount,
  source: z.string(),
  asOf: z.string().nullable(),
  ageDays: z.number().nullable(),
  confidence: z.enum(["high", "medium", "low", "unverified"]),
  /** `old` from 60 days on, `stale` from 180 days on or where nobody knows the day. */
  state: z.enum(["fresh", "old", "stale"]),
  note: z.string().nullable(),
})

const change = z.strictObject({
  /** What to give to --what-if. */
  text: z.string(),
  title: z.string(),
  total: amount.nullable(),
  saves: amount.nullable(),
  /** Why it cannot be priced; empty when it is. */
  reasons: z.array(z.string()),
  coldShare: z.strictObject({ before: share, after: share }).nullable(),
})

const difference = z.strictObject({
  against: z.string(),
  before: amount.nullable(),
  after: amount.nullable(),
  /** Parts and fees whose amount or place is another one. */
  changes: z.array(
    z.strictObject({
      name: z.string(),
      before: z.strictObject({ where: z.string(), amount }).nullable(),
      after: z.strictObject({ where: z.string(), amount }).nullable(),
    }),
  ),
})

const volume = z.strictObject({ requests: z.number(), total: amount.nullable() })

const curves = z.strictObject({
  /** Placements by what they cost at each number of requests; null where they do not carry it. */
  byRequests: z.array(
    z.strictObject({
      name: z.string(),
      points: z.array(volume),
    }),
  ),
  /** Requests a month, about, from which on another placement is the cheapest. */
  crossings: z.array(
    z.strictObject({ requests: z.number(), cheaper: z.string(), than: z.string() }),
  ),
  byIdle: z.array(
    z.strictObject({
      item: z.string(),
      gpu: z.string(),
      idleSeconds: z.number(),
      coldShare: share,
      total: amount,
    }),
  ),
})

export const costReportSchema = z.strictObject({
  schema: z.literal("aidep/cost@1"),
  project: z.string(),
  environment: z.string(),
  date: z.string(),
  workload: z.strictObject({
    requests: z.number(),
    cacheHits: share,
    responseBytes: z.number(),
    activeShare: share,
    tokens: z
      .strictObject({ input: z.number(), cached: z.number(), output: z.number() })
      .nullable(),
    pingSeconds: z.number().nullable(),
  }),
  assumptions: z.array(z.string()),
  current: stack.nullable(),
  best: stack.nullable(),
  stacks: z.array(stack),
  complete: z.boolean(),
  /** What would have to change for budget and goals to be kept, in sentences; empty where they are. */
  wouldFit: z.array(z.string()),
  /** Changes that save money, the largest saving first, and those that do not. */
  advice: z.strictObject({ savings: z.array(change), without: z.array(change) }),
  whatIf: change.nullable(),
  difference: difference.nullable(),
  /** The stack where it stands with other numbers of requests a month; null where it does not carry them. */
  volumes: z.array(volume),
  /** Ways of building that people compare; empty unless everything is compared. */
  architectures: z.array(
    z.strictObject({
      id: z.string(),
      title: z.string(),
      stack: stack.nullable(),
      missing: z.array(z.strictObject({ item: z.string(), reason: z.string() })),
    }),
  ),
  /** From how many requests on an hour costs more than a limit; computed for alert rules. */
  spike: z
    .strictObject({ hourlyLimit: z.number(), requestsAnHour: z.number().nullable() })
    .nullable(),
  /** Computed for the formats that draw them. */
  curves: curves.nullable(),
  parts: z.array(
    z.strictObject({
      item: z.string(),
      kind: z.string(),
      options: z.array(option),
      rejected: z.array(rejected),
    }),
  ),
  unpriced: z.array(
    z.strictObject({ item: z.string().nullable(), what: z.string(), why: z.string() }),
  ),
  counts: z.strictObject({ priced: z.int(), free: z.int(), notPriced: z.int() }),
  budget: z
    .strictObject({
      monthly: z.number(),
      onExceed: z.enum(["warn", "fail"]),
      verdict: z.enum(["within", "perhaps", "exceeded"]),
    })
    .nullable(),
  goals: z.strictObject({ availability: share.nullable(), p99Seconds: z.number().nullable() }),
  prices: z.array(price),
})

export type CostReport = z.output<typeof costReportSchema>
export type ReportedDifference = z.output<typeof difference>
export type ReportedChange = z.output<typeof change>
export type ReportedStack = z.output<typeof stack>
export type ReportedOption = z.output<typeof option>
export type ReportedPrice = z.output<typeof price>
