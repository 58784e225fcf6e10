/** A node with the nodes it depends on. */
export interface Dependent {
  readonly name: string
  readonly dependsOn: readonly string[]
}

/**
 * Finds a circle of dependencies, as the path that leads back to its first node; undefined when there is none.
 * Linear in nodes and edges, and without recursion, so that a chain of any length is fine.
 */
export function findCycle(nodes: readonly Dependent[]): readonly string[] | undefined {
  const stuck = unordered(nodes)
  const [start] = stuck.keys()
  if (start === undefined) return undefined
  const path: string[] = []
  const positions = new Map<string, number>()
  let current = start
  while (!positions.has(current)) {
    positions.set(current, path.length)
    path.push(current)
    current = stuck.get(current)?.find((name) => stuck.has(name)) ?? start
  }
  return [...path.slice(positions.get(current)), current]
}

/** The nodes that cannot be put in an order: those on a circle, and those that depend on one. */
function unordered(nodes: readonly Dependent[]): ReadonlyMap<string, readonly string[]> {
  const remaining = new Map(nodes.map(({ name, dependsOn }) => [name, dependsOn]))
  const missing = new Map<string, number>()
  const dependents = new Map<string, string[]>()
  for (const { name, dependsOn } of nodes) {
    const known = dependsOn.filter((dependency) => remaining.has(dependency))
    missing.set(name, known.length)
    for (const dependency of known) {
      const list = dependents.get(dependency)
      if (list === undefined) dependents.set(dependency, [name])
      else list.push(name)
    }
  }
  const ready = nodes.filter(({ name }) => missing.get(name) === 0).map(({ name }) => name)
  for (let next = ready.pop(); next !== undefined; next = ready.pop()) {
    remaining.delete(next)
    for (const dependent of dependents.get(next) ?? []) {
      const left = (missing.get(dependent) ?? 0) - 1
      missing.set(dependent, left)
      if (left === 0) ready.push(dependent)
    }
  }
  return remaining
}
