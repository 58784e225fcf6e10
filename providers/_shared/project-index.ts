import type { DataResource, Project, Service } from "aidep/provider"

/** A project's items by name, and who calls whom. */
export interface ProjectIndex {
  readonly services: ReadonlyMap<string, Service>
  readonly resources: ReadonlyMap<string, DataResource>
  /** Services that use an output of a service or resource, by its name. */
  readonly callers: ReadonlyMap<string, readonly Service[]>
  /** Services that a check asks from outside. */
  readonly checked: ReadonlySet<string>
}

/** Made once for a project, so that 10,000 services do not each look through 10,000 others. */
const indexes = new WeakMap<Project, ProjectIndex>()

export function indexOf(project: Project): ProjectIndex {
  const known = indexes.get(project)
  if (known !== undefined) return known
  const { checks, resources, services } = project
  const uses = services.flatMap((service) => service.dependsOn.map((used) => ({ service, used })))
  const callers = Map.groupBy(uses, ({ used }) => used)
  const index: ProjectIndex = {
    services: new Map(services.map((service) => [service.name, service])),
    resources: new Map(resources.map((resource) => [resource.name, resource])),
    callers: new Map([...callers].map(([used, by]) => [used, by.map(({ service }) => service)])),
    checked: new Set(checks.map(({ service }) => service)),
  }
  indexes.set(project, index)
  return index
}
