import type { Project, Service } from "aidep/provider"

/**
 * True where an internal service needs no address on the internet: everything in the manifest that calls it
 * runs beside it on the same platform. A static site calls from the visitor's browser, the edge and the
 * checks from outside. Without any caller in the manifest, the callers are outside too.
 */
export function isPrivate(service: Service, project: Project): boolean {
  if (service.access === "public" || service.port === undefined) return false
  const callers = project.services.filter(({ dependsOn }) => dependsOn.includes(service.name))
  const beside = callers.every(
    ({ kind, placement }) => kind !== "static" && placement.platform === service.placement.platform,
  )
  const fromOutside =
    project.edge?.service === service.name ||
    project.checks.some((check) => check.service === service.name)
  return callers.length > 0 && beside && !fromOutside
}
