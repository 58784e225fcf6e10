import type { EnvironmentVariable, ItemScope, Segment, Service, Surroundings } from "aidep/provider"
import { staticSitePort } from "../../_shared/dockerfile.ts"
import { isPrivate } from "../../_shared/reach.ts"
import { platformId, type RailwayOptions } from "../options.ts"
import { outputOf } from "../stores.ts"
import type { Variable } from "../service-config.ts"

/** Railway's variables of a service, in the order of their names. */
export function variablesOf(
  service: Service,
  scope: ItemScope<RailwayOptions>,
): Readonly<Record<string, Variable>> {
  const variables = service.env.map(
    (variable) => [variable.name, variableOf(variable, scope)] as const,
  )
  const added = Object.entries(addedVariables(service)).map(
    ([name, value]) => [name, literal(value)] as const,
  )
  const all = [...variables, ...added]
  return Object.fromEntries(all.toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

/**
 * Railway mounts a volume for root, and the images that aidep writes run without root. `PORT` tells Railway
 * where the web server of a static site listens.
 * Source: https://docs.railway.com/volumes#permissions (2026-08-21).
 */
export function addedVariables({ code, kind, volumes }: Service): Readonly<Record<string, string>> {
  const ours = code.type === "folder" && code.dockerfile === undefined
  if (!ours) return {}
  return {
    ...(kind === "static" && { PORT: String(staticSitePort) }),
    ...(volumes.length > 0 && { RAILWAY_RUN_UID: "0" }),
  }
}

function variableOf(variable: EnvironmentVariable, scope: ItemScope<RailwayOptions>): Variable {
  if (variable.text !== undefined) return literal(variable.text)
  if (variable.class === "secret") return { type: "preserve" }
  const [only, ...others] = variable.segments
  const whole =
    only?.type === "resource" && others.length === 0
      ? storeReference(only.resource, scope)
      : undefined
  if (whole !== undefined) return whole
  const pieces = variable.segments.map((segment) => pieceOf(segment, scope))
  return pieces.includes(undefined) ? { type: "preserve" } : literal(pieces.join(""))
}

function literal(value: string): Variable {
  return { type: "literal", value }
}

function storeReference(resource: string, surroundings: Surroundings): Variable | undefined {
  const store = storeOn(resource, surroundings)
  const output = store === undefined ? undefined : outputOf(store.kind)
  return output === undefined ? undefined : { type: "reference", resource, output }
}

/**
 * A piece of a value, with what Railway fills in as its template `${{SERVICE.VARIABLE}}`; undefined for what
 * only `aidep deploy` knows, such as an address on another platform.
 * Source: https://docs.railway.com/variables/reference#template-syntax (2026-08-21).
 */
function pieceOf(segment: Segment, scope: ItemScope<RailwayOptions>): string | undefined {
  const { nameOf } = scope
  if (segment.type === "text") return segment.text
  if (segment.type === "resource") {
    const store = storeOn(segment.resource, scope)
    if (store === undefined) return undefined
    const name = nameOf(segment.resource)
    const output = outputOf(store.kind)
    return output === undefined
      ? `${filledIn(name, "ENDPOINT")}/${filledIn(name, "BUCKET")}`
      : filledIn(name, output)
  }
  if (segment.type !== "service" || segment.output === "token") return undefined
  const service = scope.serviceNamed(segment.service)
  if (service?.placement.platform !== platformId) return undefined
  const address = addressOf(service, scope)
  return segment.output === "host" ? address.host : address.url
}

function addressOf(service: Service, scope: ItemScope<RailwayOptions>) {
  const name = scope.nameOf(service.name)
  if (!isPrivate(service, scope)) {
    const host = filledIn(name, "RAILWAY_PUBLIC_DOMAIN")
    return { host, url: `https://${host}` }
  }
  // Traffic inside is encrypted below HTTP: https://docs.railway.com/networking/private-networking (2026-08-21).
  const host = filledIn(name, "RAILWAY_PRIVATE_DOMAIN")
  return { host, url: `http://${host}:${service.port}` }
}

function filledIn(name: string, variable: string): string {
  return `\${{${name}.${variable}}}`
}

function storeOn(resource: string, { resourceNamed }: Surroundings) {
  const store = resourceNamed(resource)
  return store?.placement.platform === platformId ? store : undefined
}
