import { entry } from "../catalogue-entry.ts"
import { exitCodes } from "../exit-codes.ts"

export const nothingToLoad = entry({
  code: "slo/nothing-to-ask",
  severity: "error",
  exit: exitCodes.usage,
  title: "No check can be sent again and again.",
  message: () =>
    "The manifest has no check that expects success, so there is no request to measure with. Nothing was sent.",
  hint: () =>
    'Add one under "checks", such as { name: alive, service: api, request: GET /health, expect: { status: 200 } }.',
  explanation:
    "A run with --duration or --rate sends the requests of the manifest's own checks, those of the service at the edge or of the first that is checked. Checks that expect a refusal, and those that follow redirects, are left out.",
})

export const rateAboveLimit = entry<{ service: string; rate: number; most: number }>({
  code: "slo/rate-above-limit",
  severity: "error",
  exit: exitCodes.usage,
  title: "The edge would turn the requests of the run away.",
  message: ({ service, rate, most }) =>
    `${rate} requests a second are more than the rate limit in front of "${service}" takes from one caller, which leaves ${most} for a run. Nothing was sent.`,
  hint: ({ most }) => `Ask with --rate ${most} or less, or raise "edge.rateLimit".`,
  explanation:
    "All requests of a run come from one address, and beyond the manifest's edge.rateLimit they are answered 429, which says nothing of the service. A run takes nine tenths of the limit at most.",
  example: {
    wrong: "aidep check --live --rate 50",
    right: "aidep check --live --rate 9",
  },
})

export const objectiveMissed = entry<{ service: string; reasons: readonly string[] }>({
  code: "slo/objective-missed",
  severity: "error",
  exit: exitCodes.checksFailed,
  title: "A service misses an objective.",
  message: ({ service, reasons }) =>
    `"${service}" misses its objective under load. ${[...reasons].join(" ")}`,
  hint: () => 'See "aidep diagnose" for the cause, or state in "slo" what the service has to do.',
  explanation:
    "The whole 95 % confidence interval of what was measured lies beyond the objective, so that this is no chance. Latencies count from when a request was due, so that a stall of the service is seen in full.",
})

export const inconclusive = entry<{ service: string; reasons: readonly string[] }>({
  code: "slo/inconclusive",
  severity: "warning",
  title: "A run does not tell whether an objective is met.",
  message: ({ service, reasons }) =>
    `Whether "${service}" meets its objectives is not known. ${[...reasons].join(" ")}`,
  hint: () => "Measure again with a longer --duration or another --rate.",
  explanation:
    "The 95 % confidence interval of what was measured holds the objective, or the run itself was not as planned. The command ends with 6 then, neither passed nor failed.",
})

export const releaseWorse = entry<{ service: string; reason: string }>({
  code: "slo/release-worse",
  severity: "error",
  exit: exitCodes.checksFailed,
  title: "A release is worse than the one it is compared with.",
  message: ({ service, reason }) =>
    `"${service}" is worse than the release at the address given with --against. ${reason}`,
  hint: () => 'Keep the release that was, with "aidep rollback", or find out what changed.',
  explanation:
    "Both releases were asked at the same time with the same requests. It is worse by more errors, more time, fewer tokens a second or a golden prompt that is no longer answered as expected, each beyond what chance explains and what is tolerated.",
})
