import type { Project, Service } from "../../project/project.ts"
import type { Workload } from "../workload/workload.ts"
import { calls } from "./calls.ts"

/** Requests a month that reach each service, and who calls it. */
export interface ServiceTraffic {
  readonly requests: number
  /** Called from outside: what it answers leaves for the internet. */
  readonly entry: boolean
  /** Services of the stack that call it. */
  readonly callers: readonly string[]
}

/**
 * Every request from outside meets each service that nobody else calls; those behind them get what the cache does
 * not answer. A static site and what is called from the browser both count as called from outside.
 */
export function trafficOf(
  service: Service,
  { services }: Pick<Project, "services">,
  { requests, cacheHits }: Workload,
): ServiceTraffic {
  const callers = services
    .filter((caller) => caller.kind !== "static" && calls(caller, service.name))
    .map(({ name }) => name)
  const entry = callers.length === 0 && answers(service)
  return { callers, entry, requests: entry ? requests : requests * (1 - cacheHits) }
}

function answers({ kind }: Service): boolean {
  return kind === "web" || kind === "inference" || kind === "static"
}
