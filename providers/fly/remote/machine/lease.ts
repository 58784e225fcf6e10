import { type ApiOutcome, failedWith, makeOnce, poll, problem } from "aidep/provider"
import { machineLeased } from "../../errors/deploy.ts"
import * as answers from "../api/answers.ts"
import { change, type FlyScope, nothing, orMissing, read } from "../api/fly-api.ts"
import { isLeased } from "../api/refusals.ts"
import type { Rollout } from "./rollout.ts"

/** How long a lease lives that nobody gives back, such as after a kill. */
const leaseSeconds = 120
/** The leases of other tools live for seconds to minutes; who holds one for longer goes on deploying. */
const longestWaitMs = 5 * 60_000

interface Leasing {
  readonly app: string
  readonly id: string
  readonly name: string
}

interface LeasedStep<T> extends Pick<Leasing, "id" | "name"> {
  readonly step: (nonce: string) => Promise<ApiOutcome<T>>
}

type Lease = { readonly nonce: string }

/**
 * Changes a Machine under a lease, which keeps others from changing it at the same time. A lease that somebody else
 * holds is waited for, and never taken.
 */
export async function withLease<T>(
  { id, name, step }: LeasedStep<T>,
  rollout: Pick<Rollout, "settings" | "work">,
  scope: FlyScope,
): Promise<ApiOutcome<T>> {
  const { app } = rollout.settings
  const lease = await acquire({ app, id, name }, rollout, scope)
  if (lease.status === "failed") return lease
  const outcome = await step(lease.value.nonce)
  await release({ app, id, name }, lease.value, scope)
  return outcome
}

async function acquire(
  leasing: Leasing,
  { work: { desired } }: Pick<Rollout, "work">,
  scope: FlyScope,
): Promise<ApiOutcome<Lease>> {
  const description = `aidep ${desired.address} ${desired.deploymentId ?? ""}`.trim()
  const find = async () => await heldAs(leasing, description, scope)
  const make = async () => await createLease(leasing, description, scope)
  const look = async (): Promise<ApiOutcome<Lease> | undefined> => {
    const made = await makeOnce<Lease>({ find, make }, scope)
    if (made.status === "done" || !isLeased(made)) return made
    // What this same deploy took before it was killed is its own.
    const own = await find()
    return own.status === "done" && own.value !== undefined
      ? { status: "done", value: own.value }
      : undefined
  }
  const pauses = { firstPauseMs: 3000, longestPauseMs: 15_000, longestMs: longestWaitMs }
  const acquired = await poll({ look, ...pauses }, scope)
  if (acquired !== undefined) return acquired
  const holder = await holderOf(leasing, scope)
  const params = { service: desired.owner, machine: leasing.name, holder }
  return failedWith(problem(machineLeased, params))
}

async function createLease(
  { app, id }: Leasing,
  description: string,
  scope: FlyScope,
): Promise<ApiOutcome<Lease>> {
  const outcome = await change(
    {
      operation: "acquireLease",
      method: "POST",
      path: pathOf(app, id),
      body: { description, ttl: leaseSeconds },
      answer: answers.lease,
      idempotent: false,
    },
    scope,
  )
  return outcome.status === "failed" ? outcome : { status: "done", value: outcome.value.data }
}

async function getLease({ app, id }: Leasing, scope: FlyScope) {
  const request = { operation: "getLease", path: pathOf(app, id), answer: answers.lease }
  return orMissing(await read(request, scope))
}

async function heldAs(
  leasing: Leasing,
  description: string,
  scope: FlyScope,
): Promise<ApiOutcome<Lease | undefined>> {
  const outcome = await getLease(leasing, scope)
  if (outcome.status === "failed") return outcome
  const lease = outcome.value?.data
  return { status: "done", value: lease?.description === description ? lease : undefined }
}

async function holderOf(leasing: Leasing, scope: FlyScope): Promise<string> {
  const outcome = await getLease(leasing, scope)
  const lease = outcome.status === "done" ? outcome.value?.data : undefined
  const what = lease?.description ? ` (${lease.description})` : ""
  return `${lease?.owner ?? "somebody else"}${what}`
}

/** A lease that is not given back ends by itself: nothing is wrong then. */
async function release({ app, id }: Leasing, { nonce }: Lease, scope: FlyScope): Promise<void> {
  await change(
    {
      operation: "releaseLease",
      method: "DELETE",
      path: pathOf(app, id),
      answer: nothing,
      idempotent: true,
      nonce,
    },
    scope,
  )
}

function pathOf(app: string, id: string): string {
  return `/apps/${app}/machines/${id}/lease`
}
