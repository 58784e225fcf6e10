import type { EnvironmentVariable, ItemScope, Segment, Service } from "aidep/provider"
import { originsOf, type VariableOrigins } from "../../_shared/variable-origins.ts"
import { isPrivate } from "../../_shared/reach.ts"
import { type FlyOptions, platformId } from "../options.ts"
import { privateAddress, publicAddress } from "./addresses.ts"

/** What follows from the name of an app counts as known. */
export function environmentOf({ env }: Service, scope: ItemScope<FlyOptions>): VariableOrigins {
  return originsOf(env.map((variable) => ({ ...variable, text: textOf(variable, scope) })))
}

/** The address of an app follows from its name, so that services on Fly know each other before the first deploy. */
function textOf(variable: EnvironmentVariable, scope: ItemScope<FlyOptions>): string | undefined {
  if (variable.class !== "later") return variable.text
  const parts = variable.segments.map((segment) => segmentText(segment, scope))
  return parts.includes(undefined) ? undefined : parts.join("")
}

function segmentText(segment: Segment, scope: ItemScope<FlyOptions>): string | undefined {
  if (segment.type === "text") return segment.text
  if (segment.type !== "service" || segment.output === "token") return undefined
  const service = scope.serviceNamed(segment.service)
  if (service?.placement.platform !== platformId) return undefined
  const addressOf = isPrivate(service, scope) ? privateAddress : publicAddress
  const { host, url } = addressOf(scope.nameOf(service.name))
  return segment.output === "host" ? host : url
}
