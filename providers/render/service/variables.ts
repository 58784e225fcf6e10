import type { EnvironmentVariable, ItemScope, Service } from "aidep/provider"
import { isPrivate } from "../../_shared/reach.ts"
import type { EnvVar, FromService } from "../blueprint.ts"
import { platformId, type RenderOptions } from "../options.ts"

type Values = Readonly<Record<string, string>>

/** Variables of a service by name. */
export function envVarsOf(
  service: Service,
  needed: Values,
  scope: ItemScope<RenderOptions>,
): readonly EnvVar[] {
  const added = Object.entries(addedVariables(service, needed))
  return [
    ...service.env.map((variable) => envVarOf(variable, scope)),
    ...added.map(([key, value]) => ({ key, value })),
  ].toSorted((a, b) => (a.key < b.key ? -1 : 1))
}

/** What the build needs gives way to what the manifest sets. */
export function addedVariables({ env }: Service, needed: Values): Values {
  const set = new Set(env.map(({ name }) => name))
  return Object.fromEntries(Object.entries(needed).filter(([key]) => !set.has(key)))
}

/** A Blueprint cannot put a reference into a longer text: such a value is set by `aidep deploy`. */
function envVarOf(variable: EnvironmentVariable, scope: ItemScope<RenderOptions>): EnvVar {
  const key = variable.name
  if (variable.text !== undefined) return { key, value: variable.text }
  const [only, ...others] = variable.segments
  if (only === undefined || others.length > 0) return { key, sync: false }
  if (only.type === "resource") return storeVariable(key, only.resource, scope)
  if (only.type !== "service" || only.output === "token") return { key, sync: false }
  const from = addressOf(only.service, only.output, scope)
  return from === undefined ? { key, sync: false } : { key, fromService: from }
}

function storeVariable(
  key: string,
  resource: string,
  { nameOf, resourceNamed }: ItemScope<RenderOptions>,
): EnvVar {
  const store = resourceNamed(resource)
  if (store?.placement.platform !== platformId) return { key, sync: false }
  const name = nameOf(resource)
  if (store.kind === "postgres")
    return { key, fromDatabase: { name, property: "connectionString" } }
  if (store.kind === "redis")
    return { key, fromService: { type: "keyvalue", name, property: "connectionString" } }
  return { key, sync: false }
}

/**
 * A public service names its own address in a variable. A private one offers its host, but no variable with
 * a scheme in front of it.
 */
function addressOf(
  service: string,
  output: "url" | "host",
  scope: ItemScope<RenderOptions>,
): FromService | undefined {
  const referred = scope.serviceNamed(service)
  if (referred?.placement.platform !== platformId) return undefined
  const name = scope.nameOf(service)
  if (isPrivate(referred, scope))
    return output === "host" ? { type: "pserv", name, property: "host" } : undefined
  const envVarKey = output === "url" ? "RENDER_EXTERNAL_URL" : "RENDER_EXTERNAL_HOSTNAME"
  return { type: "web", name, envVarKey }
}
