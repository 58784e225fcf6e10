import type { EnvironmentVariable, Segment, Service, Surroundings } from "aidep/provider"
import { hostOf, resourceHere } from "./addresses.ts"
import { resourceUrl } from "./data-stores.ts"
import { literal, required, variableOf, withDefault } from "./interpolation.ts"

/** Variables of a container. What is secret, or not part of the Compose files, is read from `.env`. */
export function environmentOf(
  service: Service,
  surroundings: Surroundings,
): Readonly<Record<string, string>> {
  const text = ({ segments }: EnvironmentVariable) =>
    segments.map((segment) => textOf(segment, service, surroundings)).join("")
  return Object.fromEntries(service.env.map((variable) => [variable.name, text(variable)]))
}

function textOf(segment: Segment, service: Service, surroundings: Surroundings): string {
  switch (segment.type) {
    case "text":
      return literal(segment.text)
    case "deployment":
      return withDefault(variableOf(service.name, "DEPLOYMENT"), "local")
    case "secret":
      return required(segment.name)
    case "service":
      return serviceOutput(segment, surroundings)
    case "resource": {
      const resource = resourceHere(segment.resource, surroundings)
      return resource === undefined
        ? required(variableOf(segment.resource, "URL"))
        : resourceUrl(resource)
    }
  }
}

function serviceOutput(
  { service, output }: Extract<Segment, { type: "service" }>,
  surroundings: Surroundings,
): string {
  const host = output === "token" ? undefined : hostOf(service, surroundings)
  if (host === undefined) return required(variableOf(service, output))
  return output === "host" ? host : `http://${host}`
}
