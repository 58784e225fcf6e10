import { resolve } from "node:path"
import type { Manifest } from "../../core/manifest/schema/manifest.ts"
import { duration, money, percentage, size, type Unit } from "../../core/manifest/units.ts"
import { readAccessLog } from "../../core/cost/workload/access-log.ts"
import {
  monthlyRequests,
  type StatedWorkload,
  statedWorkload,
  type WorkloadChanges,
} from "../../core/cost/workload/stated-workload.ts"
import type { DayShape, RequestTokens } from "../../core/cost/workload/workload.ts"
import { AidepError, problem } from "../../errors/aidep-error.ts"
import { impossibleWorkload, unreadableLog } from "../../errors/catalogue/cost.ts"
import type { Context } from "../context.ts"

/** The workload as flags say it; undefined: as the manifest says it. */
export interface WorkloadFlags {
  readonly requests?: string | undefined
  readonly cacheHits?: string | undefined
  readonly activeHours?: string | undefined
  readonly responseSize?: string | undefined
  /** Input, output and, if any, cached tokens: `2000:500` or `2000:500:1500`. */
  readonly tokens?: string | undefined
  /** Every how often something keeps the stack awake: `5m`. */
  readonly ping?: string | undefined
  /** File with an access log. */
  readonly fromLog?: string | undefined
}

/** More requests a month than all of the web serves. */
const mostRequests = 1e12

/**
 * The workload of a manifest with a log and flags laid over it, in this order.
 *
 * @throws AidepError `cost/impossible-workload` or `cost/unreadable-log`.
 */
export async function readWorkload(
  manifest: Manifest,
  flags: WorkloadFlags,
  context: Context,
): Promise<StatedWorkload> {
  const logged = flags.fromLog === undefined ? {} : await fromLog(flags.fromLog, manifest, context)
  const stated = statedWorkload(manifest, { ...logged, ...changesOf(flags) })
  const { requests } = stated.workload
  if (!(requests > 0 && requests <= mostRequests)) {
    const value = flags.requests ?? manifest.workload?.requests ?? String(requests)
    throw impossible("The number of requests", value, requestsExpected)
  }
  return stated
}

const requestsExpected =
  "a number of requests a month from 1 to 1,000,000,000,000, or a rate such as 5/second"

function changesOf(flags: WorkloadFlags): WorkloadChanges {
  const { requests, cacheHits, activeHours, responseSize, tokens, ping } = flags
  return {
    ...(requests === undefined ? {} : { requests: requestsOf(requests) }),
    ...(cacheHits === undefined
      ? {}
      : { cacheHits: parsed(percentage, cacheHits, "The share of cache hits") }),
    ...(activeHours === undefined ? {} : { shape: activeShape(activeHours) }),
    ...(responseSize === undefined
      ? {}
      : { responseBytes: parsed(size, responseSize, "The size of an answer") }),
    ...(tokens === undefined ? {} : { tokens: tokensOf(tokens) }),
    ...(ping === undefined ? {} : { pingSeconds: pingOf(ping) }),
  }
}

/** US dollars an hour. */
export function hourlyLimitOf(text: string): number {
  const limit = parsed(money, text, "The limit of an hour")
  if (limit === 0)
    throw impossible("The limit of an hour", text, "an amount above zero, such as $0.50")
  return limit
}

function requestsOf(text: string): number {
  return /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : monthlyRequests(text)
}

function activeShape(text: string): DayShape {
  const active = parsed(percentage, text, "The share of active hours")
  if (active === 0)
    throw impossible("The share of active hours", text, "a percentage above 0 %, such as 33%")
  return { type: "hours", active }
}

function pingOf(text: string): number {
  const ms = parsed(duration, text, "The time between pings")
  if (ms < 1000) throw impossible("The time between pings", text, "a second or more, such as 5m")
  return ms / 1000
}

function tokensOf(text: string): RequestTokens {
  const counts = text.split(":").map(Number)
  const [input = 0, output = 0, cached = 0] = counts
  const right = /^\d+:\d+(?::\d+)?$/.test(text) && cached <= input
  if (!right)
    throw impossible(
      "The tokens of a request",
      text,
      "input:output or input:output:cached, such as 2000:500, with no more cached than input",
    )
  return { input, output, cached }
}

function parsed(unit: Unit, text: string, what: string): number {
  const value = unit.parse(text)
  if (!value.ok) throw impossible(what, text, unit.expected)
  return value.value
}

function impossible(what: string, value: string, expected: string): AidepError {
  return new AidepError(problem(impossibleWorkload, { what, value, expected }))
}

async function fromLog(
  file: string,
  { services }: Manifest,
  { files, workingFolder }: Context,
): Promise<WorkloadChanges> {
  const content = await files.read(resolve(workingFolder, file))
  if (content.status !== "read") {
    const reason = content.status === "missing" ? "it does not exist" : content.reason
    throw new AidepError(problem(unreadableLog, { file, reason }))
  }
  const read = readAccessLog(new TextDecoder().decode(content.bytes))
  if (!read.ok) throw new AidepError(problem(unreadableLog, { file, reason: read.reason }))
  const { requests, hours, cacheHits, duration: measured, responseBytes } = read.log
  const models = Object.entries(services).filter(([, { kind }]) => kind === "inference")
  return {
    requests,
    shape: { type: "weights", weights: hours },
    ...(cacheHits === undefined ? {} : { cacheHits }),
    ...(responseBytes === undefined ? {} : { responseBytes }),
    ...(measured === undefined
      ? {}
      : { measured: new Map(models.map(([name]) => [name, { duration: measured }])) }),
  }
}
