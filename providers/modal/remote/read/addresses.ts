import type { Outputs } from "aidep/provider"
import { labelOf } from "../../program/label.ts"
import type { ListedEnvironment } from "../cli/read-lists.ts"
import { type ModalScope, placeOf } from "../cli/modal-scope.ts"

/** What addresses of one place begin with. */
export interface WebPlace {
  readonly workspace: string
  /** Empty for the one environment of a workspace that may have none. */
  readonly suffix: string
}

/**
 * `https://<workspace>[-<suffix>]--<label>.modal.run`, https://modal.com/docs/guide/webhook-urls (2026-11). The client
 * shows the address of a deploy to people only. Undefined for one that is too long.
 */
export function addressOf(app: string, place: WebPlace): Outputs | undefined {
  const subdomain = `${sourceOf(place)}--${labelOf(app)}`
  if (subdomain.length > longestSubdomain) return undefined
  const host = `${subdomain}.modal.run`
  return { url: `https://${host}`, host }
}

/** Modal cuts longer ones in a way of its own. */
const longestSubdomain = 63

export function sourceOf({ suffix, workspace }: WebPlace): string {
  return suffix === "" ? workspace : `${workspace}-${suffix}`
}

/** Undefined where the workspace does not have the environment. */
export function environmentIn(
  environments: readonly ListedEnvironment[],
  scope: Pick<ModalScope, "options">,
): ListedEnvironment | undefined {
  const name = placeOf(scope)
  return environments.find((one) =>
    name === undefined ? one.active === "True" : one.name === name,
  )
}
