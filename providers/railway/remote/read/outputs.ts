import type { Outputs } from "aidep/provider"
import { domainMarker, idOutput } from "../../../_shared/edge/origin-resources.ts"
import { storePresets, type StoreType } from "../../resources/store-settings.ts"
import type { Instance } from "../api/read.ts"

/** Source: https://docs.railway.com/networking/private-networking (2026-08-21). */
export function privateHost(serviceName: string): string {
  return `${serviceName}.railway.internal`
}

/** A service without a domain is reached by its name, on the port that it was told. */
export function serviceOutputs(
  instance: Pick<Instance, "domains" | "serviceId" | "serviceName" | "variables">,
): Outputs {
  const [domain] = instance.domains.serviceDomains
  if (domain !== undefined) {
    const { serviceId, variables } = instance
    const values = variables.has(domainMarker) ? { values: { [idOutput]: serviceId } } : {}
    return { url: `https://${domain.domain}`, host: domain.domain, ...values }
  }
  const port = instance.variables.get("PORT")
  if (port === undefined) return {}
  // Traffic inside is encrypted below HTTP.
  const host = privateHost(instance.serviceName)
  return { url: `http://${host}:${port}`, host, isPrivate: true }
}

export function storeOutputs(
  { serviceName, variables }: Pick<Instance, "serviceName" | "variables">,
  type: StoreType | undefined,
): Outputs {
  const host = privateHost(serviceName)
  const url = type === undefined ? undefined : variables.get(storePresets[type].addressVariable)
  return { host, ...(url === undefined ? {} : { url }) }
}
