import { type ApiOutcome, failedWith, problem } from "aidep/provider"
import type { WorkerSettings } from "../../resources/worker-settings.ts"
import { change, type Change, type CloudflareScope, nothing } from "../api/cloudflare-api.ts"
import type { ScriptAnswer } from "./answers.ts"
import { accountSubdomain, cronsOf, isOnWorkersDev, scriptPath } from "./calls.ts"
import { workersDevUnset } from "./errors.ts"
import { ownTags, withOwnTags } from "./read/ownership.ts"

interface Finishing {
  readonly service: string
  readonly settings: WorkerSettings
}

/** What calls the Worker: its address below workers.dev, and cron triggers. Only what differs is sent. */
export async function applyTriggers(
  { service, settings }: Finishing,
  scope: CloudflareScope,
): Promise<ApiOutcome<unknown>> {
  const { crons, name, workersDev } = settings
  const [isOn, standing] = await Promise.all([isOnWorkersDev(name, scope), cronsOf(name, scope)])
  if (isOn.status === "failed") return isOn
  if (standing.status === "failed") return standing
  if (isOn.value !== workersDev) {
    const switched = await switchWorkersDev({ service, settings }, scope)
    if (switched.status === "failed") return switched
  }
  if (standing.value.join() === crons.join()) return { status: "done", value: undefined }
  const body = crons.map((cron) => ({ cron }))
  return await send(
    { operation: "updateSchedules", method: "PUT", ...at("schedules", name), body },
    scope,
  )
}

async function switchWorkersDev(
  { service, settings: { name, workersDev } }: Finishing,
  scope: CloudflareScope,
): Promise<ApiOutcome<unknown>> {
  if (workersDev) {
    const subdomain = await accountSubdomain(scope)
    if (subdomain.status === "failed") return subdomain
    if (subdomain.value === undefined) return failedWith(problem(workersDevUnset, { service }))
  }
  const body = { enabled: workersDev, previews_enabled: false }
  return await send(
    { operation: "updateWorkerSubdomain", method: "POST", ...at("subdomain", name), body },
    scope,
  )
}

/** Settings that are no version's own: whose the script is, and whether its logs are kept. */
export async function applyScriptSettings(
  { service, settings: { logs, name } }: Finishing,
  { observability, tags }: ScriptAnswer,
  scope: CloudflareScope,
): Promise<ApiOutcome<unknown>> {
  const wanted = withOwnTags(tags, ownTags(service, scope))
  const areOurs = wanted.join() === (tags ?? []).join()
  if (areOurs && (observability?.enabled ?? false) === logs)
    return { status: "done", value: undefined }
  const body = { observability: { enabled: logs }, tags: wanted }
  return await send(
    { operation: "updateScriptSettings", method: "PATCH", ...at("script-settings", name), body },
    scope,
  )
}

type Sending = Pick<Change<unknown>, "operation" | "method" | "body"> & {
  readonly part: string
  readonly name: string
}

function at(part: string, name: string) {
  return { part, name } as const
}

/** Each of them says how it should be, so that it may be sent twice. */
async function send(
  { name, part, ...request }: Sending,
  scope: CloudflareScope,
): Promise<ApiOutcome<unknown>> {
  const path = `${scriptPath(name, scope)}/${part}`
  return await change({ ...request, path, answer: nothing, idempotent: true }, scope)
}
