import type { PublishedPort } from "./compose-file.ts"

interface Listening {
  readonly name: string
  readonly port: number | undefined
}

const lastPort = 65_535

/**
 * Ports of this machine that containers answer on, by name: the container's own where it is free, else the next
 * free one. Only programs of this machine reach them.
 */
export function publishedPorts(
  containers: readonly Listening[],
): ReadonlyMap<string, readonly PublishedPort[]> {
  const taken = new Set<number>()
  /** Where to go on looking for a port, by the port that is wanted. */
  const next = new Map<number, number>()
  const published = new Map<string, readonly PublishedPort[]>()
  for (const { name, port } of containers) {
    if (port === undefined) continue
    let free = next.get(port) ?? port
    while (taken.has(free)) free += 1
    next.set(port, free + 1)
    if (free > lastPort) continue
    taken.add(free)
    published.set(name, [{ target: port, published: String(free), host_ip: "127.0.0.1" }])
  }
  return published
}
