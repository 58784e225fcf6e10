import type { ResourceWork } from "aidep/provider"
import type { WorkerSettings } from "../../../resources/worker-settings.ts"

/** A Worker listens on no port. */
const withoutMeaning = "PORT"

export interface SentVariables {
  /** Everybody who may look at the Worker sees them. */
  readonly plain: Readonly<Record<string, string>>
  /** Cloudflare never tells them back. */
  readonly secret: Readonly<Record<string, string>>
}

/** A static site runs nothing, so that it has none. */
export function sentVariables(
  { variables }: Pick<ResourceWork, "variables">,
  { secrets, site }: WorkerSettings,
): SentVariables {
  if (site !== null) return { plain: {}, secret: {} }
  const own = Object.entries(variables).filter(([name]) => name !== withoutMeaning)
  const isSecret = ([name]: readonly [string, string]) => secrets.includes(name)
  return {
    plain: Object.fromEntries(own.filter((variable) => !isSecret(variable))),
    secret: Object.fromEntries(own.filter(isSecret)),
  }
}
