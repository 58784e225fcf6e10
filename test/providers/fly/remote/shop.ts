import { flyRemote } from "../../../../providers/fly/remote.ts"
import type { Account, App, Machine } from "../../../../providers/fly/simulator/account.ts"
import type { DesiredResource, ObservedResource } from "../../../../src/core/plan/resource.ts"
import type { HttpOutcome, HttpRequest } from "../../../../src/ports/http.ts"
import { observed, type SimulatedPlatform, workFor } from "../../../support/simulated-platform.ts"
import type { SimulatedProject } from "../../../support/simulated-project.ts"
import { projectOn, sourceIn } from "./deploy-fly.ts"

/** One service of an image, with a secret, on as many Machines as there are. */
export function shopWith(fields = ""): SimulatedProject {
  return projectOn(`
version: 1
name: shop
services:
  api:
    kind: web
    image: ghcr.io/acme/api:1.4.2
    targets: [fly]
    port: 3000
    scale: { min: 3, max: 3 }
    regions: [iad, ewr]
    health: { path: /health, release: header }
    env: { LEVEL: debug }
    secrets: [API_KEYS]
${fields}
`)
}

export const shop = shopWith()

export const apiAddress = "production/api/app/api"
export const apiName = "shop-production-api"

export function resource(on: SimulatedProject = shop, address = apiAddress): DesiredResource {
  const found = on.resources.find((one) => one.address === address)
  if (found === undefined) throw new Error(`no ${address}`)
  return found
}

export function workOf(on: SimulatedProject = shop, version = "1") {
  return workFor(resource(on), { project: on.project, sourceOf: sourceIn(on.project), version })
}

export async function standing(
  platform: SimulatedPlatform,
  address = apiAddress,
): Promise<ObservedResource> {
  const found = (await observed(platform)).find((one) => one.address === address)
  if (found === undefined) throw new Error(`${address} is gone`)
  return found
}

/** Changes something in the account behind aidep's back. */
export function byHand(
  { simulation }: SimulatedPlatform,
  change: (account: Account) => Account,
): void {
  simulation.restore(change(account({ simulation })))
}

export function account({ simulation }: Pick<SimulatedPlatform, "simulation">): Account {
  return simulation.save() as Account
}

export function appOf(platform: SimulatedPlatform, name = apiName): App {
  const found = account(platform).apps[name]
  if (found === undefined) throw new Error(`no app ${name}`)
  return found
}

export function machinesOf(platform: SimulatedPlatform): readonly Machine[] {
  return Object.values(appOf(platform).machines)
}

/** Changes the app behind aidep's back. */
export function appByHand(platform: SimulatedPlatform, change: (app: App) => App): void {
  byHand(platform, (before) => {
    const app = before.apps[apiName]
    return app === undefined
      ? before
      : { ...before, apps: { ...before.apps, [apiName]: change(app) } }
  })
}

export function machineByHand(
  platform: SimulatedPlatform,
  id: string,
  change: (machine: Machine) => Machine,
): void {
  appByHand(platform, (app) => {
    const machine = app.machines[id]
    return machine === undefined
      ? app
      : { ...app, machines: { ...app.machines, [id]: change(machine) } }
  })
}

/** Deployments that the Machines carry, with how many of each. */
export function deployments(platform: SimulatedPlatform): Readonly<Record<string, number>> {
  const ids = machinesOf(platform).map(({ config }) => config.metadata?.["aidep_deployment"] ?? "")
  return Object.fromEntries([...Map.groupBy(ids, (id) => id)].map(([id, all]) => [id, all.length]))
}

export function count({ simulation }: SimulatedPlatform, kind: string): number {
  return simulation.inventory().filter((object) => object.kind === kind).length
}

/** Deployment ids that answer to visitors, or the status of what does instead. */
export function visited(
  { simulation }: SimulatedPlatform,
  visits = 12,
): readonly (string | number)[] {
  const url = `https://${apiName}.fly.dev/health`
  const seen = Array.from({ length: visits }, () => {
    const outcome = simulation.visit?.({ method: "GET", url, headers: {} })
    if (outcome?.status !== "answered") return 0
    return outcome.answer.headers["x-aidep-deployment"] ?? outcome.answer.statusCode
  })
  return [...new Set(seen)].toSorted()
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

/** Ends the process at the nth call of an operation, after it was carried out or without. */
export function killing(operation: string, nth = 1, done: "done" | "not done" = "not done") {
  let seen = 0
  return (request: HttpRequest, pass: () => HttpOutcome): HttpOutcome => {
    if (request.operation !== operation) return pass()
    seen += 1
    if (seen !== nth) return pass()
    if (done === "done") pass()
    throw new Error("killed")
  }
}

export function passing(_: HttpRequest, pass: () => HttpOutcome): HttpOutcome {
  return pass()
}

export const { canary } = flyRemote
