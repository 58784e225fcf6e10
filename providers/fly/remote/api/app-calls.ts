import type { ApiOutcome } from "aidep/provider"
import * as z from "zod"
import * as answers from "./answers.ts"
import { change, type FlyScope, nothing, orMissing, read } from "./fly-api.ts"

/** Names of the apps of an organisation. */
export async function listApps(
  organization: string,
  scope: FlyScope,
): Promise<ApiOutcome<readonly string[]>> {
  const query = { org_slug: organization }
  const request = { operation: "listApps", path: "/apps", query, answer: answers.apps }
  const outcome = await read(request, scope)
  if (outcome.status === "failed") return outcome
  return { status: "done", value: (outcome.value.apps ?? []).map(({ name }) => name) }
}

export async function getApp(
  name: string,
  scope: FlyScope,
): Promise<ApiOutcome<answers.AppAnswer | undefined>> {
  const request = { operation: "getApp", path: `/apps/${name}`, answer: answers.app }
  return orMissing(await read(request, scope))
}

export async function createApp(
  name: string,
  organization: string,
  scope: FlyScope,
): Promise<ApiOutcome<unknown>> {
  const body = { app_name: name, org_slug: organization }
  const more = { answer: nothing, idempotent: false }
  return await change(
    { operation: "createApp", method: "POST", path: "/apps", body, ...more },
    scope,
  )
}

/** With its Machines, volumes, addresses and certificates. What is gone already counts as deleted. */
export async function deleteApp(name: string, scope: FlyScope): Promise<ApiOutcome<unknown>> {
  const path = `/apps/${name}`
  const more = { query: { force: true }, answer: nothing, idempotent: true }
  return orMissing(await change({ operation: "deleteApp", method: "DELETE", path, ...more }, scope))
}

export async function listIps(
  app: string,
  scope: FlyScope,
): Promise<ApiOutcome<readonly answers.IpAnswer[]>> {
  const path = `/apps/${app}/ip_assignments`
  const outcome = await read({ operation: "listIps", path, answer: answers.ips }, scope)
  if (outcome.status === "failed") return outcome
  return { status: "done", value: outcome.value.ips ?? [] }
}

export type IpType = "shared_v4" | "v6" | "private_v6"

export async function assignIp(
  app: string,
  type: IpType,
  scope: FlyScope,
): Promise<ApiOutcome<unknown>> {
  const path = `/apps/${app}/ip_assignments`
  const more = { body: { type }, answer: nothing, idempotent: false }
  return await change({ operation: "assignIp", method: "POST", path, ...more }, scope)
}

export async function releaseIp(
  app: string,
  address: string,
  scope: FlyScope,
): Promise<ApiOutcome<unknown>> {
  const path = `/apps/${app}/ip_assignments/${encodeURIComponent(address)}`
  const more = { answer: nothing, idempotent: true }
  return orMissing(await change({ operation: "releaseIp", method: "DELETE", path, ...more }, scope))
}

export async function secretNamesOf(
  app: string,
  scope: FlyScope,
): Promise<ApiOutcome<readonly string[]>> {
  const path = `/apps/${app}/secrets`
  const outcome = await read({ operation: "listSecrets", path, answer: answers.secretNames }, scope)
  if (outcome.status === "failed") return outcome
  return { status: "done", value: (outcome.value.secrets ?? []).map(({ name }) => name) }
}

/** Null removes a secret. Machines that stand keep theirs until they are updated. */
export async function setSecrets(
  app: string,
  values: Readonly<Record<string, string | null>>,
  scope: FlyScope,
): Promise<ApiOutcome<{ readonly version?: number | null | undefined }>> {
  const path = `/apps/${app}/secrets`
  const secrets = Object.values(values).flatMap((value) => value ?? [])
  const more = { body: { values }, answer: answers.secretsSet, idempotent: true, secrets }
  return await change({ operation: "setSecrets", method: "POST", path, ...more }, scope)
}

export async function listVolumes(
  app: string,
  scope: FlyScope,
): Promise<ApiOutcome<readonly answers.VolumeAnswer[]>> {
  const path = `/apps/${app}/volumes`
  const answer = z.array(answers.volume)
  const outcome = await read({ operation: "listVolumes", path, answer }, scope)
  if (outcome.status === "failed") return outcome
  const standing = outcome.value.filter(({ state }) => !/destroy/.test(state ?? ""))
  return { status: "done", value: standing }
}

export interface NewVolume {
  readonly name: string
  readonly region: string
  readonly size_gb: number
}

export async function createVolume(
  app: string,
  body: NewVolume,
  scope: FlyScope,
): Promise<ApiOutcome<answers.VolumeAnswer>> {
  const path = `/apps/${app}/volumes`
  const more = { body, answer: answers.volume, idempotent: false }
  return await change({ operation: "createVolume", method: "POST", path, ...more }, scope)
}

/** `sizeGiB` is what it has afterwards, so that asking twice is the same. */
export async function extendVolume(
  { app, id }: { readonly app: string; readonly id: string },
  sizeGiB: number,
  scope: FlyScope,
): Promise<ApiOutcome<unknown>> {
  const path = `/apps/${app}/volumes/${id}/extend`
  const more = { body: { size_gb: sizeGiB }, answer: nothing, idempotent: true }
  return await change({ operation: "extendVolume", method: "PUT", path, ...more }, scope)
}
