import { parseRateParts } from "../../manifest/units.ts"
import type { Manifest, ManifestService } from "../../manifest/schema/manifest.ts"
import { monthSeconds } from "../usage.ts"
import type { DayShape, ServiceWorkload, Workload } from "./workload.ts"

const gibibyte = 2 ** 30

/** A workload, and what of it nobody stated. */
export interface StatedWorkload {
  readonly workload: Workload
  readonly assumptions: readonly string[]
}

/** What is laid over the manifest: flags, a log. */
export interface WorkloadChanges {
  readonly requests?: number
  readonly shape?: DayShape
  readonly cacheHits?: number
  readonly responseBytes?: number
  readonly tokens?: Workload["tokens"]
  readonly pingSeconds?: number
  readonly measured?: ReadonlyMap<string, Partial<ServiceWorkload>>
}

const defaults = { requests: 10_000, responseBytes: 4000, deploys: 20 } as const

/** The workload of a manifest with changes laid over it; what neither says is assumed, and said. */
export function statedWorkload(
  { workload: stated = {}, services }: Pick<Manifest, "workload" | "services">,
  changes: WorkloadChanges = {},
): StatedWorkload {
  const requests =
    changes.requests ??
    (stated.requests === undefined ? undefined : monthlyRequests(stated.requests))
  const shape = changes.shape ?? activeHours(stated.activeHours)
  const cacheHits = changes.cacheHits ?? stated.cacheHits
  const responseBytes = changes.responseBytes ?? stated.responseSize
  return {
    workload: {
      requests: requests ?? defaults.requests,
      shape: shape ?? { type: "hours", active: 1 },
      cacheHits: cacheHits ?? 0,
      responseBytes: responseBytes ?? defaults.responseBytes,
      tokens: changes.tokens ?? tokensOf(stated),
      deploys: stated.deploys ?? defaults.deploys,
      pingSeconds: changes.pingSeconds,
      services: serviceWorkloads(services, changes),
    },
    assumptions: [
      ...assumed(requests, `${defaults.requests.toLocaleString("en")} requests a month`),
      ...assumed(shape, "requests spread evenly over day and night"),
      ...assumed(cacheHits, "no request answered from a cache"),
      ...assumed(responseBytes, "4 KB an answer"),
      ...assumed(stated.deploys, `${defaults.deploys} deployments a month`),
    ],
  }
}

/** Requests a month of 730 hours: "100000/month" is meant as a month's count, everything else as a rate. */
export function monthlyRequests(rate: string): number {
  const parts = parseRateParts(rate)
  if (!parts.ok) return 0
  return rate.endsWith("/month")
    ? parts.count
    : (parts.count / parts.periodMs) * 1000 * monthSeconds
}

function activeHours(active: number | undefined): DayShape | undefined {
  return active === undefined || active === 0 ? undefined : { type: "hours", active }
}

function assumed(stated: unknown, assumption: string): readonly string[] {
  return stated === undefined ? [assumption] : []
}

function serviceWorkloads(
  services: Manifest["services"],
  { measured }: WorkloadChanges,
): ReadonlyMap<string, ServiceWorkload> {
  return new Map(
    Object.entries(services).map(([name, service]) => [
      name,
      { ...serviceWorkload(service), ...measured?.get(name) },
    ]),
  )
}

function serviceWorkload({ workload = {} }: ManifestService): ServiceWorkload {
  const { gpuSeconds = {}, batchGain, seconds, cpuSeconds, memory, startSeconds } = workload
  return {
    gpuSeconds,
    batchGain,
    duration: seconds === undefined ? undefined : { mean: seconds },
    cpuSeconds,
    memoryGiB: memory === undefined ? undefined : memory / gibibyte,
    startSeconds,
  }
}

function tokensOf({ tokens }: NonNullable<Manifest["workload"]>): Workload["tokens"] {
  if (tokens === undefined) return undefined
  const { input, output, cached = 0 } = tokens
  return { input, output, cached }
}
