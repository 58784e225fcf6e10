import { isMap } from "../manifest/schema/closed.ts"
import { shortHash } from "../project/names.ts"
import type { Service } from "../project/project.ts"

export interface DeploymentCircumstances {
  /** So that an answer of one environment never passes for another's. */
  readonly environment?: string | undefined
  /** Fingerprints of the values of secrets, by name: a changed secret is a new deployment. */
  readonly secrets?: Readonly<Record<string, string>> | undefined
}

/**
 * Id of one deployment of a service: `d-` and 12 hexadecimal digits of a hash over all that it is made of. A
 * service that did not change keeps its id.
 *
 * `source` is the digest of its folder or the commit; an image stands in the service itself.
 */
export function deploymentId(
  service: Service,
  source: string | undefined,
  circumstances: DeploymentCircumstances = {},
): string {
  const { placement, ...rest } = service
  const { platform, options } = placement
  // Where else it might go is no part of what runs.
  const spec = { ...rest, placement: { platform, options } }
  return `d-${shortHash(canonicalText({ spec, source, ...circumstances }), 12)}`
}

/**
 * The id of a deployment that is given addresses, known once the others stand: whoever moves changes the deployments
 * that call it. `given` holds fingerprints by name, since addresses of data stores carry a password.
 */
export function wiredDeploymentId(id: string, given: Readonly<Record<string, string>>): string {
  return Object.keys(given).length === 0
    ? id
    : `d-${shortHash(canonicalText({ deployment: id, given }), 12)}`
}

/** JSON in one line with sorted keys; keys whose value is undefined are left out. Equal data has equal text. */
export function canonicalText(value: unknown): string {
  return JSON.stringify(canonical(value)) ?? "null"
}

function canonical(value: unknown): unknown {
  if (typeof value === "bigint") return String(value)
  if (Array.isArray(value)) return value.map(canonical)
  if (!isMap(value)) return value
  const keys = Object.keys(value).filter((key) => value[key] !== undefined)
  return Object.fromEntries(keys.toSorted().map((key) => [key, canonical(value[key])]))
}
