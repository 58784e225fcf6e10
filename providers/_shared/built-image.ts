import type { Project, Service } from "aidep/provider"

/**
 * Repository of the image that continuous integration builds of a source folder, without tag or digest.
 * Undefined where the platform builds, where the service is an image already, and for static sites.
 */
export function builtImage(service: Service, project: Project): string | undefined {
  const { buildBy, name, registry } = project
  if (buildBy !== "ci" || registry === undefined) return undefined
  if (service.code.type !== "folder" || service.kind === "static") return undefined
  return `${registry}/${name}-${service.name}`
}
