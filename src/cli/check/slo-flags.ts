import { Flags } from "@oclif/core"
import { duration } from "../../core/manifest/units.ts"
import { AidepError, problem } from "../../errors/aidep-error.ts"
import { invalidArguments } from "../../errors/catalogue/usage.ts"
import { loadProgress } from "./load-progress.ts"
import type { SloInput } from "../../workflows/slo/plan-slo.ts"

const live = [{ type: "some" as const, flags: ["live", "production"] }]

/** Flags of a run under load. */
export const sloFlags = {
  duration: Flags.string({
    description:
      "Also measure under load for so long and judge by the manifest's slo. Default with --rate: 60s.",
    helpGroup: "LOAD",
    helpValue: "DURATION",
    relationships: live,
  }),
  rate: Flags.string({
    description:
      "Requests a second of the load. Default with --duration: 20, or what edge.rateLimit takes.",
    helpGroup: "LOAD",
    helpValue: "N",
    relationships: live,
  }),
  against: Flags.url({
    description: "Address of another release to ask at the same time and to compare with.",
    helpGroup: "LOAD",
    helpValue: "URL",
    relationships: [{ type: "some", flags: ["duration", "rate"] }],
  }),
}

interface ParsedSloFlags {
  readonly duration: string | undefined
  readonly rate: string | undefined
  readonly against: URL | undefined
}

const limits = { shortestMs: 1000, longestMs: 86_400_000, mostPerSecond: 5000 } as const

/** What the flags ask for; undefined: no load. @throws AidepError `usage/invalid-arguments`. */
export function sloInput({ duration: text, rate, against }: ParsedSloFlags): SloInput | undefined {
  if (text === undefined && rate === undefined) return undefined
  return {
    durationMs: text === undefined ? undefined : parseDuration(text),
    ratePerSecond: rate === undefined ? undefined : parseRate(rate),
    against: against?.href,
    progress: loadProgress(),
  }
}

function parseDuration(text: string): number {
  const parsed = duration.parse(text)
  if (parsed.ok && parsed.value >= limits.shortestMs && parsed.value <= limits.longestMs)
    return parsed.value
  throw wrong(`"${text}" is not a duration from 1s to 24h, such as 60s or 5m.`)
}

function parseRate(text: string): number {
  const rate = Number(text)
  if (text.trim() !== "" && rate >= 0.01 && rate <= limits.mostPerSecond) return rate
  throw wrong(`"${text}" is not a number of requests a second from 0.01 to 5000, such as 20.`)
}

function wrong(reason: string): AidepError {
  return new AidepError(problem(invalidArguments, { reason, command: "check" }))
}
