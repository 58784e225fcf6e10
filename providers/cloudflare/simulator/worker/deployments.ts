import * as z from "zod"
import { type Handler, ok, refuse } from "../reply.ts"
import { invalidBody } from "./refusals.ts"
import { onScript, versionOf, withNewId, withScript } from "./state.ts"
import { deploymentView, listedVersionView, versionView } from "./views.ts"

/** The list holds the ten newest; so many are enough to see what serves. */
const listed = 10

/** Newest first. */
export const listDeployments: Handler = onScript(({ deployments }, _, account) =>
  ok(account, { deployments: deployments.slice(-listed).toReversed().map(deploymentView) }),
)

const newDeployment = z.strictObject({
  strategy: z.literal("percentage"),
  versions: z
    .array(z.strictObject({ version_id: z.string(), percentage: z.number().min(0.01).max(100) }))
    .min(1)
    .max(2),
  annotations: z.strictObject({ "workers/message": z.string().optional() }).optional(),
  /** Of Durable Objects; wrangler sends it always. */
  code_update_strategy: z.unknown().optional(),
})

export const postDeployment: Handler = onScript((script, { body, nowMs }, account) => {
  const parsed = newDeployment.safeParse(body)
  if (!parsed.success) return refuse(account, invalidBody(parsed.error.message))
  const { annotations, versions } = parsed.data
  const sum = versions.reduce((total, { percentage }) => total + percentage, 0)
  if (Math.abs(sum - 100) > 0.01)
    return refuse(account, invalidBody(`The percentages sum up to ${sum}, not to 100.`))
  const unknown = versions.find(({ version_id: id }) => versionOf(script, id) === undefined)
  if (unknown !== undefined)
    return refuse(account, {
      statusCode: 404,
      code: 10_007,
      message: `The version ${unknown.version_id} does not exist.`,
    })
  const made = withNewId(account)
  const message = annotations?.["workers/message"]
  const deployment = {
    id: made.id,
    createdAtMs: nowMs,
    annotations: {
      ...(message === undefined ? {} : { "workers/message": message }),
      "workers/triggered_by": "deployment",
    },
    versions,
  }
  const deployments = [...script.deployments, deployment]
  const after = withScript(made.account, { ...script, deployments, changedAtMs: nowMs })
  return ok(after, deploymentView(deployment))
})

/** Newest first. Those that can be deployed are the last hundred. */
export const listVersions: Handler = onScript(({ versions }, _, account) =>
  ok(account, { items: versions.slice(-100).toReversed().map(listedVersionView) }),
)

export const readVersion: Handler = onScript((script, { ids: [, , id = ""] }, account) => {
  const version = versionOf(script, id)
  const missing = { statusCode: 404, code: 10_007, message: "This version does not exist." }
  return version === undefined ? refuse(account, missing) : ok(account, versionView(version))
})
