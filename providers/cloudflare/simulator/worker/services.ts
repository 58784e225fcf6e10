import * as z from "zod"
import { type Handler, ok, refuse } from "../reply.ts"
import { invalidBody, missingService, missingWorker } from "./refusals.ts"
import { currentDeployment, onScript, versionOf } from "./state.ts"
import { bindingView } from "./views.ts"

/** What wrangler asks before it uploads: whether the Worker stands, and who changed it last. */
export const readService: Handler = ({ ids: [, name = ""] }, account) => {
  const script = account.workers.scripts[name]
  if (script === undefined) return refuse(account, missingService)
  const { lastFrom: last_deployed_from, tags } = script
  const environment = {
    environment: "production",
    script: { id: name, tag: name, tags, last_deployed_from },
  }
  return ok(account, { id: name, default_environment: environment })
}

/** The newer form of a script, of which wrangler reads the address. */
export const readWorker: Handler = ({ ids: [, name = ""] }, account) => {
  const script = account.workers.scripts[name]
  if (script === undefined) return refuse(account, missingWorker)
  const { previews: previews_enabled, workersDev: enabled } = script
  return ok(account, { id: name, name, subdomain: { enabled, previews_enabled } })
}

/** Names of secrets; their values are never told. */
export const listSecrets: Handler = onScript((script, _, account) => {
  const serving = currentDeployment(script)?.versions.at(-1)?.version_id ?? ""
  const bindings = versionOf(script, serving)?.bindings ?? []
  const secrets = bindings.filter(({ type }) => type === "secret_text")
  return ok(
    account,
    secrets.map(({ name, type }) => ({ name, type })),
  )
})

/** Settings of the newest version, and of the script. */
export const readSettings: Handler = onScript((script, _, account) => {
  const newest = script.versions.at(-1)
  return ok(account, {
    bindings: (newest?.bindings ?? []).map(bindingView),
    compatibility_date: newest?.compatibilityDate,
    compatibility_flags: newest?.compatibilityFlags,
    usage_model: "standard",
    tags: script.tags,
    logpush: false,
  })
})

const query = z.strictObject({
  queryId: z.string(),
  timeframe: z.strictObject({ from: z.number(), to: z.number() }),
  view: z.literal("events"),
  limit: z.int().min(1).max(2000),
  parameters: z.strictObject({
    filters: z.array(
      z.strictObject({
        key: z.string(),
        operation: z.literal("eq"),
        type: z.literal("string"),
        value: z.string(),
      }),
    ),
  }),
})

/** Nothing calls a simulated Worker by itself: what it logs is that it was deployed. */
export const queryTelemetry: Handler = ({ body }, account) => {
  const parsed = query.safeParse(body)
  if (!parsed.success) return refuse(account, invalidBody(parsed.error.message))
  const { limit, parameters, timeframe } = parsed.data
  const name = parameters.filters.find(({ key }) => key === "$metadata.service")?.value ?? ""
  const script = account.workers.scripts[name]
  const deployments = script?.logs === true ? script.deployments : []
  const events = deployments
    .filter(({ createdAtMs: at }) => at >= timeframe.from && at <= timeframe.to)
    .slice(-limit)
    .map(({ createdAtMs: timestamp, id }) => ({
      timestamp,
      $metadata: { id, service: name, level: "info", message: "A version was deployed." },
    }))
  return ok(account, { events: { count: events.length, events: events.toReversed() } })
}
