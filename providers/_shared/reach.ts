import type { Project, Service } from "aidep/provider"
import { indexOf } from "./project-index.ts"

/**
 * True where an internal service needs no address on the internet: everything in the manifest that calls it
 * runs beside it on the same platform. A static site calls from the visitor's browser, the edge and the
 * checks from outside. Without any caller in the manifest, the callers are outside too.
 */
export function isPrivate(service: Service, project: Project): boolean {
  if (service.access === "public" || service.port === undefined) return false
  const { callers, checked } = indexOf(project)
  const mine = callers.get(service.name) ?? []
  const beside = mine.every(
    ({ kind, placement }) => kind !== "static" && placement.platform === service.placement.platform,
  )
  const fromOutside = project.edge?.service === service.name || checked.has(service.name)
  return mine.length > 0 && beside && !fromOutside
}
