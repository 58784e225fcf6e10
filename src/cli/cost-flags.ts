import { Flags } from "@oclif/core"
import type { CostInput } from "../workflows/cost/estimate-cost.ts"
import { commentFlags } from "./comment.ts"
import { projectFlags, projectInput } from "./project-flags.ts"

export const costFormats = ["table", "json", "markdown", "html", "alerts"] as const
export type CostFormat = (typeof costFormats)[number]

/** Flags of `aidep cost`. The workload's are laid over the manifest's `workload`. */
export const costFlags = {
  ...projectFlags,
  ...commentFlags,
  all: Flags.boolean({ description: "Compare every platform with a price book, listed or not." }),
  requests: Flags.string({
    description: "Requests a month, or a rate such as 5/second.",
    env: "AIDEP_REQUESTS",
    helpGroup: "WORKLOAD",
    helpValue: "COUNT",
  }),
  "cache-hits": Flags.string({
    description: "Share of requests that a cache answers.",
    helpGroup: "WORKLOAD",
    helpValue: "PERCENTAGE",
  }),
  "active-hours": Flags.string({
    description: "Share of the day in which requests come.",
    helpGroup: "WORKLOAD",
    helpValue: "PERCENTAGE",
  }),
  "response-size": Flags.string({
    description: "Size of an answer, such as 4KB.",
    helpGroup: "WORKLOAD",
    helpValue: "SIZE",
  }),
  tokens: Flags.string({
    description:
      "Tokens of a request, for hosted models: 2000:500, or with cached input 2000:500:1500.",
    helpGroup: "WORKLOAD",
    helpValue: "INPUT:OUTPUT",
  }),
  ping: Flags.string({
    description: "Something asks every so often to keep the stack awake.",
    helpGroup: "WORKLOAD",
    helpValue: "DURATION",
  }),
  "from-log": Flags.string({
    description: "Take the workload from an access log, one JSON object a line.",
    helpGroup: "WORKLOAD",
    helpValue: "FILE",
  }),
  "what-if": Flags.string({
    description:
      "Price changes beside the manifest, such as idle=30s,gpu=L4,cacheHits=60% or model=openai:gpt-5-nano.",
    helpValue: "CHANGES",
  }),
  against: Flags.string({
    description:
      "Show the difference with a report in a file, or with the manifest of a git commit, branch or tag.",
    helpValue: "FILE|REF",
  }),
  "hourly-limit": Flags.string({
    description:
      "With --format alerts: what an hour may cost; default: twice what the busiest hour of the workload costs.",
    helpValue: "AMOUNT",
  }),
  format: Flags.option({ options: costFormats, default: "table" as const })({
    description:
      "How the report is written; alerts: a rule file for Prometheus that fires when an hour costs too much.",
  }),
}

interface ParsedCostFlags {
  readonly manifest: string
  readonly env: string | undefined
  readonly target: string | undefined
  readonly all: boolean
  readonly requests: string | undefined
  readonly "cache-hits": string | undefined
  readonly "active-hours": string | undefined
  readonly "response-size": string | undefined
  readonly tokens: string | undefined
  readonly ping: string | undefined
  readonly "from-log": string | undefined
  readonly "what-if": string | undefined
  readonly against: string | undefined
  readonly "hourly-limit": string | undefined
  readonly format: CostFormat
}

/** The flags as the workflow takes them. */
export function costInput(flags: ParsedCostFlags): CostInput {
  return {
    ...projectInput(flags),
    all: flags.all,
    workload: {
      requests: flags.requests,
      cacheHits: flags["cache-hits"],
      activeHours: flags["active-hours"],
      responseSize: flags["response-size"],
      tokens: flags.tokens,
      ping: flags.ping,
      fromLog: flags["from-log"],
    },
    whatIf: flags["what-if"],
    against: flags.against,
    curves: flags.format === "html",
    hourlyLimit: flags.format === "alerts" ? (flags["hourly-limit"] ?? "usual") : undefined,
  }
}
