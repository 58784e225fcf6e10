import type { Account, Instance } from "../../../../providers/railway/simulator/account.ts"
import type { DesiredResource } from "../../../../src/core/plan/resource.ts"
import type { HttpOutcome, HttpRequest } from "../../../../src/ports/http.ts"
import { observed, type SimulatedPlatform } from "../../../support/simulated-platform.ts"
import { projectOn } from "./deploy-railway.ts"

/** One service with a secret and a volume, and what it keeps its data in. */
export const shop = projectOn(`
version: 1
name: shop
services:
  api:
    kind: web
    source: .
    targets: [railway]
    port: 3000
    health: { path: /health, release: header }
    env: { CACHE_URL: "\${resources.cache.url}" }
    secrets: [API_KEYS]
    volumes: { files: { mount: /files } }
resources:
  cache: { kind: redis, targets: [railway] }
`)

export const apiAddress = "production/api/service/api"
export const cacheAddress = "production/cache/store/cache"
export const placeAddress = "production/(project)/environment/production"

export function resource(address: string): DesiredResource {
  const found = shop.resources.find((one) => one.address === address)
  if (found === undefined) throw new Error(`no ${address}`)
  return found
}

export async function standing(platform: SimulatedPlatform, address = apiAddress) {
  return (await observed(platform)).find((one) => one.address === address)
}

/** Changes something in the account behind aidep's back. */
export function byHand(
  { simulation }: SimulatedPlatform,
  change: (account: Account) => Account,
): void {
  simulation.restore(change(simulation.save() as Account))
}

/** Changes the service of a name behind aidep's back. */
export function serviceByHand(
  platform: SimulatedPlatform,
  name: string,
  change: (instance: Instance) => Instance,
): void {
  const id = idOf(platform, "service", name)
  byHand(platform, (account) => {
    const instances = Object.entries(account.instances).map(
      ([key, instance]) => [key, instance.serviceId === id ? change(instance) : instance] as const,
    )
    return { ...account, instances: Object.fromEntries(instances) }
  })
}

export function idOf({ simulation }: SimulatedPlatform, kind: string, name?: string): string {
  const found = simulation
    .inventory()
    .find((object) => object.kind === kind && (name === undefined || object.name === name))
  return found?.id ?? ""
}

export function count({ simulation }: SimulatedPlatform, kind: string): number {
  return simulation.inventory().filter((object) => object.kind === kind).length
}

const lost: HttpOutcome = {
  status: "failed",
  kind: "timed-out",
  reason: "No answer came in 30 seconds.",
  maybeDone: true,
}

/** Loses the first answer to an operation, after it was carried out or without. */
export function losing(operation: string, done: "done" | "not done") {
  let left = 1
  return (request: HttpRequest, pass: () => HttpOutcome): HttpOutcome => {
    if (request.operation !== operation || left === 0) return pass()
    left = 0
    if (done === "done") pass()
    return lost
  }
}

/** An answer of GraphQL. */
export function graphQL(body: unknown): HttpOutcome {
  return { status: "answered", statusCode: 200, headers: {}, body: JSON.stringify(body) }
}
