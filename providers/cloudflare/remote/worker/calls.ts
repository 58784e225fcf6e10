import {
  accountOf,
  type CloudflareOutcome,
  type CloudflareScope,
  orMissing,
  read,
} from "../api/cloudflare-api.ts"
import * as answers from "./answers.ts"

/** Address of a script below the API's. */
export function scriptPath(name: string, scope: CloudflareScope): string {
  return `${scriptsPath(scope)}/${encodeURIComponent(name)}`
}

function scriptsPath(scope: CloudflareScope): string {
  return `/accounts/${accountOf(scope)}/workers/scripts`
}

/** All of the account, in one answer: the list has no pages. */
export async function listScripts(
  scope: CloudflareScope,
): Promise<CloudflareOutcome<readonly answers.ScriptAnswer[]>> {
  const request = {
    operation: "listWorkers",
    path: scriptsPath(scope),
    answer: answers.script.array(),
  }
  return await read(request, scope)
}

/** Of one script, newest first; none for a script that is not there. */
export async function deploymentsOf(
  name: string,
  scope: CloudflareScope,
): Promise<CloudflareOutcome<readonly answers.DeploymentAnswer[]>> {
  const path = `${scriptPath(name, scope)}/deployments`
  const outcome = orMissing(
    await read({ operation: "listDeployments", path, answer: answers.deployments }, scope),
  )
  if (outcome.status === "failed") return outcome
  return { status: "done", value: outcome.value?.deployments ?? [] }
}

/** Those that can still be deployed, newest first. */
export async function versionsOf(
  name: string,
  scope: CloudflareScope,
): Promise<CloudflareOutcome<readonly answers.ListedVersion[]>> {
  const path = `${scriptPath(name, scope)}/versions`
  const query = { deployable: "true" }
  const outcome = orMissing(
    await read({ operation: "listVersions", path, query, answer: answers.versionList }, scope),
  )
  if (outcome.status === "failed") return outcome
  return { status: "done", value: outcome.value?.items ?? [] }
}

/** Undefined where it is not there. */
export async function versionNamed(
  name: string,
  id: string,
  scope: CloudflareScope,
): Promise<CloudflareOutcome<answers.VersionAnswer | undefined>> {
  const path = `${scriptPath(name, scope)}/versions/${id}`
  return orMissing(await read({ operation: "readVersion", path, answer: answers.version }, scope))
}

/** True where the script answers at its address below workers.dev. */
export async function isOnWorkersDev(
  name: string,
  scope: CloudflareScope,
): Promise<CloudflareOutcome<boolean>> {
  const path = `${scriptPath(name, scope)}/subdomain`
  const request = { operation: "readWorkerSubdomain", path, answer: answers.subdomain }
  const outcome = orMissing(await read(request, scope))
  if (outcome.status === "failed") return outcome
  return { status: "done", value: outcome.value?.enabled ?? false }
}

/** Cron triggers, sorted. */
export async function cronsOf(
  name: string,
  scope: CloudflareScope,
): Promise<CloudflareOutcome<readonly string[]>> {
  const path = `${scriptPath(name, scope)}/schedules`
  const request = { operation: "listSchedules", path, answer: answers.schedules }
  const outcome = orMissing(await read(request, scope))
  if (outcome.status === "failed") return outcome
  const crons = (outcome.value?.schedules ?? []).map(({ cron }) => cron)
  return { status: "done", value: crons.toSorted() }
}

/** True where the custom domain leads to the Worker. */
export async function isBehindDomain(
  { domain: hostname, name }: { readonly domain: string; readonly name: string },
  scope: CloudflareScope,
): Promise<CloudflareOutcome<boolean>> {
  const path = `/accounts/${accountOf(scope)}/workers/domains`
  const request = { operation: "listDomains", path, query: { hostname }, answer: answers.domains }
  const outcome = await read(request, scope)
  if (outcome.status === "failed") return outcome
  const found = outcome.value.find((domain) => domain.hostname === hostname)
  return { status: "done", value: found?.service === name }
}

/** The account's name below workers.dev; undefined where it never chose one. */
export async function accountSubdomain(
  scope: CloudflareScope,
): Promise<CloudflareOutcome<string | undefined>> {
  const path = `/accounts/${accountOf(scope)}/workers/subdomain`
  const request = { operation: "readAccountSubdomain", path, answer: answers.accountSubdomain }
  const outcome = orMissing(await read(request, scope))
  if (outcome.status === "failed") return outcome
  return { status: "done", value: outcome.value?.subdomain }
}
