import type { PlannedChange } from "../../core/plan/plan.ts"
import type { Context } from "../context.ts"
import { deploy, type DeployInput } from "../deploy/deploy.ts"
import { plan } from "../plan/plan.ts"

export interface PushToServicesInput extends Omit<DeployInput, "only"> {
  /** Platform that the services run on. */
  readonly to: string
}

export interface PushedToServices {
  readonly environment: string
  readonly platform: string
  /** Variables that hold a secret and were set again, by service; none where all of them are as they should be. */
  readonly services: Readonly<Record<string, readonly string[]>>
  /** Id of the release; undefined where nothing had to be set. */
  readonly release: string | undefined
}

/** True for a platform whose services tell which variables they have. */
export async function runsServices(to: string, { platforms }: Context): Promise<boolean> {
  const provider = (await platforms.load([to])).get(to)
  return provider?.remote !== undefined && !provider.alwaysAllowed
}

/**
 * Sets changed secrets again for the services that stand on a platform: a deploy that is limited to those services,
 * with its gates, its proof and its undo.
 *
 * @throws AidepError those of `plan` and `deploy`.
 */
export async function pushToServices(
  input: PushToServicesInput,
  context: Context,
): Promise<PushedToServices> {
  const { plan: planned } = await plan(input, context)
  const { environment } = planned
  const changed = planned.changes.flatMap((change) => {
    const names = change.provider === input.to ? secretVariables(change) : []
    return names.length === 0 ? [] : [[change.owner, names] as const]
  })
  const services = Object.fromEntries(changed)
  const pushed = { environment, platform: input.to, services }
  if (changed.length === 0) return { ...pushed, release: undefined }
  const only = changed.map(([owner]) => owner)
  const { release } = await deploy({ ...input, only, allowDestroy: 0 }, context)
  return { ...pushed, release }
}

function secretVariables({ change, fields }: PlannedChange): readonly string[] {
  if (change !== "update") return []
  return fields.flatMap(({ path, after }) =>
    path.startsWith(prefix) && after.type === "secret" ? [path.slice(prefix.length)] : [],
  )
}

const prefix = "env."
