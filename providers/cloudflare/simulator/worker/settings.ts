import * as z from "zod"
import { type Handler, ok, refuse, timeText } from "../reply.ts"
import { invalidBody, noSubdomain } from "./refusals.ts"
import { onScript, withScript } from "./state.ts"

const newSettings = z.strictObject({
  observability: z.strictObject({ enabled: z.boolean() }).optional(),
  tags: z
    .array(z.string().regex(/^[^,&]+$/))
    .max(8)
    .nullish(),
  logpush: z.boolean().optional(),
  tail_consumers: z.array(z.unknown()).optional(),
})

/** What is not sent stays as it is. */
export const patchScriptSettings: Handler = onScript((script, { body, nowMs }, account) => {
  const parsed = newSettings.safeParse(body)
  if (!parsed.success) return refuse(account, invalidBody(parsed.error.message))
  const { observability, tags } = parsed.data
  const changed = {
    ...script,
    changedAtMs: nowMs,
    logs: observability?.enabled ?? script.logs,
    tags: tags ?? script.tags,
  }
  const view = { observability: { enabled: changed.logs }, tags: changed.tags, logpush: false }
  return ok(withScript(account, changed), view)
})

export const readSubdomain: Handler = onScript(({ previews, workersDev }, _, account) =>
  ok(account, { enabled: workersDev, previews_enabled: previews }),
)

const newSubdomain = z.strictObject({
  enabled: z.boolean(),
  previews_enabled: z.boolean().optional(),
})

export const postSubdomain: Handler = onScript((script, { body }, account) => {
  const parsed = newSubdomain.safeParse(body)
  if (!parsed.success) return refuse(account, invalidBody(parsed.error.message))
  const { enabled: workersDev, previews_enabled: previews = script.previews } = parsed.data
  if (workersDev && account.workers.subdomain === null)
    return refuse(account, { ...noSubdomain, statusCode: 403, code: 10_063 })
  const view = { enabled: workersDev, previews_enabled: previews }
  return ok(withScript(account, { ...script, workersDev, previews }), view)
})

export const readAccountSubdomain: Handler = (_, account) => {
  const { subdomain } = account.workers
  return subdomain === null ? refuse(account, noSubdomain) : ok(account, { subdomain })
}

export const listSchedules: Handler = onScript((script, _, account) =>
  ok(account, schedulesView(script)),
)

const cron = z.strictObject({ cron: z.string().regex(/^\S+( \S+){4}$/) })

/** Replaces all of them. */
export const putSchedules: Handler = onScript((script, { body }, account) => {
  const parsed = z.array(cron).safeParse(body)
  if (!parsed.success)
    return refuse(account, { statusCode: 400, code: 10_100, message: "invalid cron string" })
  const changed = { ...script, crons: parsed.data.map((one) => one.cron) }
  return ok(withScript(account, changed), schedulesView(changed))
})

function schedulesView({
  createdAtMs,
  crons,
}: {
  readonly crons: readonly string[]
  readonly createdAtMs: number
}) {
  const time = timeText(createdAtMs)
  return { schedules: crons.map((text) => ({ cron: text, created_on: time, modified_on: time })) }
}
