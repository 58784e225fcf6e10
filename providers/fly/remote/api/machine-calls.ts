import type { ApiOutcome } from "aidep/provider"
import * as z from "zod"
import * as answers from "./answers.ts"
import { change, type FlyScope, nothing, orMissing, read } from "./fly-api.ts"

type Machine = answers.MachineAnswer

/** All that stand; those that are being destroyed count as gone. */
export async function listMachines(
  app: string,
  scope: FlyScope,
): Promise<ApiOutcome<readonly Machine[]>> {
  const path = `/apps/${app}/machines`
  const answer = z.array(answers.machine)
  const outcome = await read({ operation: "listMachines", path, answer }, scope)
  if (outcome.status === "failed") return outcome
  return { status: "done", value: outcome.value.filter(({ state }) => !isGone(state)) }
}

function isGone(state: string): boolean {
  return state === "destroyed" || state === "destroying"
}

export async function getMachine(
  app: string,
  id: string,
  scope: FlyScope,
): Promise<ApiOutcome<Machine | undefined>> {
  const path = `/apps/${app}/machines/${id}`
  const answer = answers.machine
  return orMissing(await read({ operation: "getMachine", path, answer }, scope))
}

export interface MachineRequest {
  readonly name?: string
  readonly region?: string
  readonly config: unknown
  readonly skip_service_registration?: boolean
  /** Of the app's secrets: Machines that start before have older ones. */
  readonly min_secrets_version?: number
}

/** Fly waits for the image here: longer than for other calls. */
const launchTimeoutMs = 120_000

export async function createMachine(
  app: string,
  body: MachineRequest,
  scope: FlyScope,
): Promise<ApiOutcome<Machine>> {
  const path = `/apps/${app}/machines`
  const answer = answers.machine
  const request = { operation: "createMachine", method: "POST", path, body, answer } as const
  return await change({ ...request, idempotent: false, timeoutMs: launchTimeoutMs }, scope)
}

export interface LeasedMachine {
  readonly app: string
  readonly id: string
  /** Undefined where it is changed without a lease. */
  readonly nonce: string | undefined
}

/** Sending the same configuration twice starts the Machine twice, and leaves it as it is. */
export async function updateMachine(
  { app, id, nonce }: LeasedMachine,
  body: MachineRequest,
  scope: FlyScope,
): Promise<ApiOutcome<unknown>> {
  const path = `/apps/${app}/machines/${id}`
  const request = { operation: "updateMachine", method: "POST", path, body } as const
  const more = { answer: nothing, idempotent: true, nonce, timeoutMs: launchTimeoutMs }
  return await change({ ...request, ...more }, scope)
}

/** What is gone already counts as destroyed. Running Machines are stopped first. */
export async function destroyMachine(
  { app, id, nonce }: LeasedMachine,
  scope: FlyScope,
): Promise<ApiOutcome<unknown>> {
  const path = `/apps/${app}/machines/${id}`
  const request = { operation: "destroyMachine", method: "DELETE", path } as const
  const more = { query: { force: true }, answer: nothing, idempotent: true, nonce }
  return orMissing(await change({ ...request, ...more }, scope))
}

/** Takes a Machine out of Fly Proxy's rotation, or puts it back; it goes on running. */
export async function route(
  to: "cordon" | "uncordon",
  { app, id, nonce }: LeasedMachine,
  scope: FlyScope,
): Promise<ApiOutcome<unknown>> {
  const path = `/apps/${app}/machines/${id}/${to}`
  const operation = `${to}Machine`
  const more = { answer: nothing, idempotent: true, nonce }
  return await change({ operation, method: "POST", path, ...more }, scope)
}

export interface Metadata {
  readonly app: string
  readonly id: string
  readonly key: string
}

/** The Machine goes on running. */
export async function setMetadata(
  { app, id, key }: Metadata,
  value: string,
  scope: FlyScope,
): Promise<ApiOutcome<unknown>> {
  const path = `/apps/${app}/machines/${id}/metadata/${key}`
  const more = { body: { value }, answer: nothing, idempotent: true }
  return await change({ operation: "setMetadata", method: "POST", path, ...more }, scope)
}

export async function deleteMetadata(
  { app, id, key }: Metadata,
  scope: FlyScope,
): Promise<ApiOutcome<unknown>> {
  const path = `/apps/${app}/machines/${id}/metadata/${key}`
  const more = { answer: nothing, idempotent: true }
  return orMissing(
    await change({ operation: "deleteMetadata", method: "DELETE", path, ...more }, scope),
  )
}
