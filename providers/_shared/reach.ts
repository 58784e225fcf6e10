import type { Service, Surroundings } from "aidep/provider"

/** What tells who reaches a service: a part of every scope. */
export type Callers = Pick<Surroundings, "project" | "callersOf" | "isChecked">

/**
 * True where an internal service needs no address on the internet: everything in the manifest that calls it
 * runs beside it on the same platform. A static site calls from the visitor's browser, the edge and the
 * checks from outside. Without any caller in the manifest, the callers are outside too.
 */
export function isPrivate(service: Service, { callersOf, isChecked, project }: Callers): boolean {
  const { access, name, placement, port } = service
  if (access === "public" || port === undefined) return false
  if (project.edge?.service === name || isChecked(name)) return false
  const callers = callersOf(name)
  const beside = callers.every(
    (caller) => caller.kind !== "static" && caller.placement.platform === placement.platform,
  )
  return callers.length > 0 && beside
}
