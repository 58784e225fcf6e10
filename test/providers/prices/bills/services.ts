import { type ReferenceBill, used } from "../reference-bill.ts"

/** sentry.io/pricing. */
export const sentry: readonly ReferenceBill[] = [
  {
    title: "4,000 errors on Developer",
    plan: "developer",
    items: [used({ offer: "errors", kind: "errors", operations: 4000 })],
    lines: {},
    total: 0,
  },
  {
    title: "62,000 errors on Team, which has 50,000",
    plan: "team",
    items: [used({ offer: "errors", kind: "errors", operations: 62_000 })],
    lines: { Team: "26 = 26", Errors: "(62000 - 50000) * 0.0003625 = 4.35" },
    total: 30.35,
  },
  {
    title: "130,000 errors on Team: the price of the last 30,000 is another one",
    plan: "team",
    items: [used({ offer: "errors", kind: "errors", operations: 130_000 })],
    lines: { Team: "26 = 26", Errors: "(130000 - 50000) * 0.0003625 = 29" },
    total: 55,
    unpriced: ["Errors over 100,000"],
  },
  {
    title: "60,000 errors on Business: the price of the last 10,000 is not known",
    plan: "business",
    items: [used({ offer: "errors", kind: "errors", operations: 60_000 })],
    lines: { Business: "80 = 80" },
    total: 80,
    unpriced: ["Errors over 50,000"],
  },
]

/** betterstack.com/pricing. */
export const betterstack: readonly ReferenceBill[] = [
  {
    title: "2 GB of logs on Free",
    plan: "free",
    items: [used({ offer: "logs", kind: "logs", storageGiB: 2 })],
    lines: {},
    total: 0,
  },
  {
    title: "20 GB of logs on Nano",
    plan: "nano",
    items: [used({ offer: "logs", kind: "logs", storageGiB: 20 })],
    lines: { Nano: "45 = 45" },
    total: 45,
    unpriced: ["Logs over what Nano has included"],
  },
]

/** github.com/pricing. */
export const github: readonly ReferenceBill[] = [
  {
    title: "1,500 minutes of a private repository",
    plan: "free",
    items: [used({ offer: "actions", kind: "pipeline", buildMinutes: 1500 })],
    lines: { "Included minutes": "1500 * 0 = 0" },
    total: 0,
  },
  {
    title: "2,500 minutes, of which 500 have no price in the book",
    plan: "free",
    items: [used({ offer: "actions", kind: "pipeline", buildMinutes: 2500 })],
    lines: { "Included minutes": "2000 * 0 = 0" },
    total: 0,
    unpriced: ["500 minutes of Actions over 2,000"],
  },
]

/** netlify.com/pricing: how many credits a deploy or a GB takes is not in the book. */
export const netlify: readonly ReferenceBill[] = [
  {
    title: "a static site on Free",
    plan: "free",
    items: [used({ offer: "static", kind: "static", egressGB: 5 })],
    lines: {},
    total: 0,
    unpriced: ["Use of credits, of which the plan has 300"],
  },
  {
    title: "a static site on Pro",
    plan: "pro",
    items: [used({ offer: "static", kind: "static", egressGB: 200 })],
    lines: { Pro: "20 = 20" },
    total: 20,
    unpriced: ["Use of credits, of which the plan has 3000"],
  },
]
