import type { DataResource, Service, Surroundings } from "aidep/provider"
import { dockerfileArtifacts, staticSitePort } from "../_shared/dockerfile.ts"

/** Id of what runs elsewhere and is only referred to. */
const external = "external"

/** True for a service that the Compose files run: its image exists, or it can be built here. */
export function runsHere(service: Service): boolean {
  const { code, placement } = service
  if (placement.platform === external) return false
  if (code.type !== "folder") return code.type === "image"
  return code.dockerfile !== undefined || dockerfileArtifacts(service).length > 0
}

/** Port that the container of a service listens on. */
export function portOf({ kind, port }: Service): number | undefined {
  return kind === "static" ? staticSitePort : port
}

/** `name:port` as other containers reach the service; undefined for one that is not here or does not listen. */
export function hostOf(name: string, { serviceNamed }: Surroundings): string | undefined {
  const service = serviceNamed(name)
  const port = service === undefined ? undefined : portOf(service)
  if (service === undefined || port === undefined || !runsHere(service)) return undefined
  return `${name}:${port}`
}

export function resourceHere(
  name: string,
  { resourceNamed }: Surroundings,
): DataResource | undefined {
  const resource = resourceNamed(name)
  return resource?.placement.platform === external ? undefined : resource
}
