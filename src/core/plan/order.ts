/** Something that waits for others, by name. */
export interface Ordered {
  readonly name: string
  readonly dependsOn: readonly string[]
}

/**
 * Groups that can be worked on one after the other, everything within a group side by side. What a node
 * depends on and is not among the nodes counts as done. Nodes on a circle are left out: `findCycle` tells them.
 */
export function inWaves<T extends Ordered>(nodes: readonly T[]): readonly (readonly T[])[] {
  const known = new Set(nodes.map(({ name }) => name))
  const done = new Set<string>()
  const waves: (readonly T[])[] = []
  let waiting = nodes
  while (waiting.length > 0) {
    const ready = waiting.filter(({ dependsOn }) =>
      dependsOn.every((name) => done.has(name) || !known.has(name)),
    )
    if (ready.length === 0) break
    waves.push(ready)
    for (const { name } of ready) done.add(name)
    waiting = waiting.filter(({ name }) => !done.has(name))
  }
  return waves
}
