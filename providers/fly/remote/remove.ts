import {
  failedWith,
  type ObservedResource,
  platformErrors,
  poll,
  problem,
  type RemoveOutcome,
} from "aidep/provider"
import { foreignMachines } from "../errors/deploy.ts"
import { kinds } from "../resources.ts"
import { deleteApp, getApp } from "./api/app-calls.ts"
import type { FlyScope } from "./api/fly-api.ts"
import { listMachines } from "./api/machine-calls.ts"
import { removeDomain } from "./domain/origin-domain.ts"
import { sortMachines } from "./read/metadata.ts"

/** What is gone already counts as removed. A certificate goes with its domain, everything else with its app. */
export async function remove(observed: ObservedResource, scope: FlyScope): Promise<RemoveOutcome> {
  switch (observed.kind) {
    case kinds.originDomain:
      return await removeDomain(observed, scope)
    case kinds.certificate:
      return { status: "removed" }
    default:
      return await removeApp(observed, scope)
  }
}

const pauses = { firstPauseMs: 1000, longestPauseMs: 5000, longestMs: 60_000 }

/** An app takes its Machines and volumes with it, so that it has to hold no others'. */
async function removeApp(
  { address, id: app, owner }: ObservedResource,
  scope: FlyScope,
): Promise<RemoveOutcome> {
  const machines = await listMachines(app, scope)
  if (machines.status === "failed")
    return machines.statusCode === 404 ? { status: "removed" } : machines
  const isAdopted = scope.known.get(address) === app
  const { foreign } = sortMachines(machines.value, scope, isAdopted)
  if (foreign.length > 0) {
    const params = { app, machines: foreign.map(({ name }) => name) }
    return failedWith(problem(foreignMachines, params))
  }
  const deleted = await deleteApp(app, scope)
  if (deleted.status === "failed") return deleted
  const look = async (): Promise<RemoveOutcome | undefined> => {
    const standing = await getApp(app, scope)
    if (standing.status === "failed") return standing
    return standing.value === undefined ? { status: "removed" } : undefined
  }
  const gone = await poll({ look, ...pauses }, scope)
  const params = { platform: "Fly", item: owner }
  return gone ?? failedWith(problem(platformErrors.leftUndone, params))
}
