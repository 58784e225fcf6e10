import { entry } from "../catalogue-entry.ts"
import { exitCodes } from "../exit-codes.ts"

export const unknownOnly = entry<{
  name: string
  known: readonly string[]
  near: string | undefined
}>({
  code: "gates/unknown-only",
  severity: "error",
  exit: exitCodes.usage,
  title: "A deploy is limited to something that there is not.",
  message: ({ name }) =>
    `"${name}" is neither in the manifest nor standing in the environment. Nothing was changed.`,
  hint: ({ near, known }) =>
    near === undefined ? `These are: ${known.join(", ")}.` : `Did you mean "--only ${near}"?`,
  explanation:
    'With "--only", a deploy looks at the named services and data stores alone. A name that is misspelt would make it do nothing and call that a success.',
  example: { wrong: "aidep deploy --only gatewya", right: "aidep deploy --only gateway" },
})

export const edgeLeftOut = entry<{ title: string; domain: string; service: string }>({
  code: "gates/edge-left-out",
  severity: "warning",
  title: "The edge is not deployed.",
  message: ({ title, domain, service }) =>
    `The edge is left out: aidep cannot deploy to ${title} yet. "${service}" is reached at the address of its own platform, not at "${domain}".`,
  hint: ({ title }) =>
    `Run "aidep render" and set the edge up with the tools of ${title}, or write "edge: null" for the environment.`,
  explanation:
    "aidep renders the edge for more platforms than it has drivers for. Domain, TLS, rate limits and cache rules of such an edge are in the rendered files, and a deploy does not touch them.",
})

export const openOrigin = entry<{ title: string; domain: string; service: string }>({
  code: "gates/open-origin",
  severity: "warning",
  title: "The service also answers past its edge.",
  message: ({ title, domain, service }) =>
    `"${service}" answers strangers at its own address on ${title} too, past the limits and rules of "${domain}": ${title} leaves no other way.`,
  hint: () =>
    "Let the service itself ask for keys and limit requests, as the reference gateway does.",
  explanation:
    "An edge calls the service behind it over the internet, at an address that everybody can call. What has to hold for every request belongs into the service.",
})

export const notCached = entry<{ path: string; domain: string; header: string; value: string }>({
  code: "gates/not-cached",
  severity: "warning",
  title: "A path that the edge should cache is not cached.",
  message: ({ path, domain, header, value }) =>
    `Answers to "${path}" at "${domain}" do not come from the cache of the edge: ${header} is ${value}.`,
  hint: () =>
    'Look whether the answers have "Set-Cookie" or "Cache-Control: private", or take the path out of "edge.cache".',
  explanation:
    "After a deploy each path under edge.cache is asked through the edge, which tells in a header what its cache did.",
})

export const overBudget = entry<{ total: string; monthly: string }>({
  code: "gates/over-budget",
  severity: "error",
  exit: exitCodes.notAllowed,
  title: "What would be deployed costs more than its budget.",
  message: ({ total, monthly }) =>
    `What would be deployed costs ${total} a month, and the budget is ${monthly}. Nothing was changed.`,
  hint: () =>
    '"aidep cost" shows where it goes and what would save. Else raise "budget.monthly", or set "budget.onExceed: warn".',
  explanation:
    'With "budget.onExceed: fail", a deploy is refused before its first write when even the low end of the estimate, for the workload that the manifest states, is above "budget.monthly".',
  example: {
    wrong: "budget: { monthly: $5, onExceed: fail }",
    right: "budget: { monthly: $70, onExceed: fail }",
  },
})
