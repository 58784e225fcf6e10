import type { Account } from "../../../../providers/render/simulator/account.ts"
import type { DesiredResource } from "../../../../src/core/plan/resource.ts"
import type { SimulatedPlatform } from "../../../support/simulated-platform.ts"
import { projectOn } from "./deploy-render.ts"

/** One service with a secret, and what it keeps its data in. */
export const shop = projectOn(`
version: 1
name: shop
services:
  api:
    kind: web
    source: .
    targets: [render]
    port: 3000
    health: { path: /health, release: header }
    env: { CACHE_URL: "\${resources.cache.url}" }
    secrets: [API_KEYS]
resources:
  cache: { kind: redis, targets: [render] }
`)

export const apiAddress = "production/api/service/api"
export const cacheAddress = "production/cache/store/cache"
export const placeAddress = "production/(project)/environment/production"

export function resource(address: string): DesiredResource {
  const found = shop.resources.find((one) => one.address === address)
  if (found === undefined) throw new Error(`no ${address}`)
  return found
}

/** Changes something in the account behind aidep's back. */
export function byHand(
  { simulation }: SimulatedPlatform,
  change: (account: Account) => Account,
): void {
  simulation.restore(change(simulation.save() as Account))
}

export function idOf({ simulation }: SimulatedPlatform, kind: string): string {
  return simulation.inventory().find((object) => object.kind === kind)?.id ?? ""
}

export function count({ simulation }: SimulatedPlatform, kind: string): number {
  return simulation.inventory().filter((object) => object.kind === kind).length
}
