import { keyVariable } from "../../core/init/secret-files.ts"
import { isExternal } from "../../core/project/resolve-service.ts"
import { secretNames } from "../../core/release/variable-values.ts"
import type { LoadedProject } from "../load-project.ts"

export interface SecretUse {
  readonly name: string
  /** Services that read it, or what it is for. */
  readonly usedBy: readonly string[]
}

/** All that a deploy of the project needs to know, sorted by name. */
export function secretUses({ project, providers }: LoadedProject): readonly SecretUse[] {
  const services = project.services.filter((service) => !isExternal(service))
  const items = [...services, ...project.resources]
  const placed = new Set(items.map(({ placement }) => placement.platform))
  if (project.edge !== undefined) placed.add(project.edge.platform)
  const used = [...providers.values()].filter(({ id }) => placed.has(id))
  const credentials = used.flatMap(({ title, credentials: needed }) =>
    needed.map(({ variable }): Use => [variable, `credential of ${title}`]),
  )
  const all: readonly Use[] = [
    [keyVariable, "key of the project"],
    ...services.flatMap((service) =>
      secretNames([service]).map((name): Use => [name, service.name]),
    ),
    ...credentials,
    ...project.stateCredentials.map((name): Use => [name, "credential of the history's bucket"]),
  ]
  const byName = Map.groupBy(all, ([name]) => name)
  return [...byName]
    .map(([name, uses]) => ({ name, usedBy: [...new Set(uses.map(([, user]) => user))] }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

type Use = readonly [name: string, user: string]
