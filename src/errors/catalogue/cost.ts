import { entry } from "../catalogue-entry.ts"
import { exitCodes } from "../exit-codes.ts"

export const impossibleWorkload = entry<{ what: string; value: string; expected: string }>({
  code: "cost/impossible-workload",
  severity: "error",
  exit: exitCodes.usage,
  title: "The workload cannot be.",
  message: ({ what, value }) => `${what} cannot be "${value}". Nothing was priced.`,
  hint: ({ expected }) => `Give ${expected}.`,
  explanation:
    'A workload is a month of requests: more than none, at most a trillion, with shares between 0 % and 100 %. Flags of "aidep cost" are laid over the manifest\'s "workload".',
  example: { wrong: "aidep cost --cache-hits 120%", right: "aidep cost --cache-hits 40%" },
})

export const unknownWhatIf = entry<{ part: string; expected: string }>({
  code: "cost/unknown-what-if",
  severity: "error",
  exit: exitCodes.usage,
  title: "A change to price is not understood.",
  message: ({ part }) => `"${part}" in --what-if is not understood. Nothing was priced.`,
  hint: ({ expected }) => `Write ${expected}.`,
  explanation:
    "--what-if takes changes separated by commas, each a key and a value. Without a service in front, idle, gpu, min, max, concurrency, cpu, memory, target, model and offer mean every service that runs a model. model=openai:gpt-5-nano calls a hosted model that is paid by token instead; offer=render:web.free takes one plan or machine of a platform, with its terms.",
  example: {
    wrong: "aidep cost --what-if idel=30s",
    right: "aidep cost --what-if idle=30s,gpu=L4,gateway.target=fly",
  },
})

export const unknownPart = entry<{ part: string; known: readonly string[] }>({
  code: "cost/unknown-part",
  severity: "error",
  exit: exitCodes.usage,
  title: "A change names something that the manifest does not have.",
  message: ({ part }) => `There is no service or resource "${part}". Nothing was priced.`,
  hint: ({ known }) => `There is: ${known.join(", ")}.`,
  explanation: "In front of a key of --what-if stands a service or resource of the manifest.",
})

export const whatIfUnpriced = entry<{ change: string; reason: string }>({
  code: "cost/what-if-unpriced",
  severity: "warning",
  title: "A change cannot be priced.",
  message: ({ change, reason }) => `"${change}" cannot be priced. ${reason}`,
  hint: () => 'Run "aidep cost --json" for every reason; measure GPUs under "workload.gpuSeconds".',
  explanation:
    "A GPU is compared only where somebody measured what a request takes on it: one figure for all would make the cheapest GPU win always.",
})

export const overBudget = entry<{ total: string; monthly: string }>({
  code: "cost/over-budget",
  severity: "error",
  exit: exitCodes.notAllowed,
  title: "The stack costs more than its budget.",
  message: ({ total, monthly }) =>
    `The stack costs ${total} a month, and the budget is ${monthly}.`,
  hint: () =>
    'Take one of the savings above, raise "budget.monthly", or set "budget.onExceed: warn".',
  explanation:
    'With "budget.onExceed: fail", "aidep cost" exits with 77 when even the low end of the estimate is above "budget.monthly".',
})

export const aboveBudget = entry<{ total: string; monthly: string; perhaps: boolean }>({
  code: "cost/above-budget",
  severity: "warning",
  title: "The stack may cost more than its budget.",
  message: ({ total, monthly, perhaps }) =>
    `The stack ${perhaps ? "may cost" : "costs"} ${total} a month, and the budget is ${monthly}.`,
  hint: () => 'Take one of the savings, or raise "budget.monthly".',
  explanation:
    "Where sources disagree on a price, the estimate is a range; the warning says so when only its high end is above the budget.",
})

export const oldPrices = entry<{ count: number; oldest: string }>({
  code: "cost/old-prices",
  severity: "warning",
  title: "Prices were not looked up for half a year.",
  message: ({ count, oldest }) =>
    `${count} of the prices are older than 180 days or have no date; the oldest dated one is of ${oldest}.`,
  hint: () =>
    'Run "aidep cost prices --stale" for the list, and look them up before you rely on the sum.',
  explanation:
    "Every price carries its source, the day it was read and how sure it is. From 60 days on it is marked as old, from 180 days on the result says so.",
})

export const unpricedParts = entry<{ parts: readonly string[] }>({
  code: "cost/not-priced",
  severity: "warning",
  title: "The sum does not contain everything.",
  message: ({ parts }) => `Not in the sum: ${parts.join("; ")}.`,
  hint: () => 'Run "aidep cost --json" for the reasons.',
  explanation:
    "What has no known price is listed and never guessed: services that run elsewhere, platforms without a price book, GPUs that nobody measured.",
})

export const unreadableLog = entry<{ file: string; reason: string }>({
  code: "cost/unreadable-log",
  severity: "error",
  exit: exitCodes.usage,
  title: "The access log cannot be used.",
  message: ({ file, reason }) =>
    `"${file}" cannot be used as an access log: ${reason}. Nothing was priced.`,
  hint: () =>
    'Give a file with one JSON object a line, each with a time ("time" or "ts") and, best, "duration_ms" and "cache".',
  explanation:
    "From a log come how many requests there are, how they spread over the day, how long they take and how many a cache answered.",
})

export const unreadableReport = entry<{ from: string; reason: string }>({
  code: "cost/unreadable-report",
  severity: "error",
  exit: exitCodes.usage,
  title: "There is nothing to compare with.",
  message: ({ from, reason }) => `Cannot compare with "${from}": ${reason}. Nothing was priced.`,
  hint: () =>
    'Give a file that "aidep cost --json" wrote, or a git commit, branch or tag that holds the manifest.',
  explanation:
    "--against prices the manifest as it is in a commit, or reads a report, and shows the difference.",
})

export const unknownPriceBook = entry<{
  platform: string
  known: readonly string[]
  near?: string
}>({
  code: "cost/unknown-price-book",
  severity: "error",
  exit: exitCodes.usage,
  title: "There is no price book of that name.",
  message: ({ platform }) => `There is no price book "${platform}".`,
  hint: ({ near, known }) =>
    near === undefined ? `There is: ${known.join(", ")}.` : `Did you mean "${near}"?`,
  explanation: '"aidep cost prices" lists the price books of all platforms.',
})

export const unreadablePage = entry<{ from: string; reason: string }>({
  code: "cost/unreadable-page",
  severity: "error",
  exit: exitCodes.unavailable,
  title: "A price page cannot be read.",
  message: ({ from, reason }) => `"${from}" cannot be read: ${reason}. No price was changed.`,
  hint: () => "Save the page in a browser, and give the file to --refresh.",
  explanation:
    "--refresh reads a vendor's page for machines, from its address or from a file, and shows how it differs from the price book.",
})

export const unknownPage = entry<{ from: string; pages: readonly string[] }>({
  code: "cost/unknown-page",
  severity: "error",
  exit: exitCodes.usage,
  title: "A page holds no prices that a reader understands.",
  message: ({ from }) => `"${from}" holds no prices that aidep can read. No price was changed.`,
  hint: ({ pages }) => `Pages that can be read: ${pages.join("; ")}.`,
  explanation:
    "Readers exist for the pages that vendors publish for machines. An address has to be one of them; a file may have any name.",
})
