import type { Ordered } from "../../../core/plan/order.ts"

export interface Walk<Node extends Ordered> {
  readonly nodes: readonly Node[]
  /** Answers false when nothing that has not begun may be started any more. */
  readonly work: (node: Node) => Promise<boolean>
  /** Nodes that are worked on side by side at most. */
  readonly concurrency: number
  /** True once nothing more may be started. */
  readonly isStopped: () => boolean
}

/**
 * Works on each node as soon as all that it depends on is done, and ends when nothing is at work any more. Of nodes that
 * are ready, the first in the list begins first. What a node depends on and is not in the list counts as done.
 *
 * @throws the first error of `work`, once everything else that had begun has ended.
 */
export async function walkGraph<Node extends Ordered>(walk: Walk<Node>): Promise<void> {
  const order = readyOrder(walk.nodes)
  const ended = Promise.withResolvers<void>()
  const errors: unknown[] = []
  let running = 0
  let stopped = false

  const begin = async (node: Node): Promise<void> => {
    try {
      if (await walk.work(node)) order.finish(node)
      else stopped = true
    } catch (error) {
      errors.push(error)
      stopped = true
    }
    running -= 1
    goOn()
  }
  const nextNode = (): Node | undefined =>
    stopped || walk.isStopped() || running >= walk.concurrency ? undefined : order.next()
  const goOn = (): void => {
    for (let node = nextNode(); node !== undefined; node = nextNode()) {
      running += 1
      void begin(node)
    }
    if (running === 0) ended.resolve()
  }
  goOn()
  await ended.promise
  if (errors.length > 0) throw errors[0]
}

interface ReadyOrder<Node> {
  /** The next node whose dependencies are all finished; undefined while there is none. */
  readonly next: () => Node | undefined
  readonly finish: (node: Node) => void
}

function readyOrder<Node extends Ordered>(nodes: readonly Node[]): ReadyOrder<Node> {
  const names = new Set(nodes.map(({ name }) => name))
  const needs = new Map(
    nodes.map((node) => [node, new Set(node.dependsOn.filter((name) => names.has(name)))]),
  )
  const dependents = Map.groupBy(
    [...needs].flatMap(([node, needed]) => [...needed].map((name) => ({ name, node }))),
    ({ name }) => name,
  )
  const ready = nodes.filter((node) => needs.get(node)?.size === 0)
  return {
    next: () => ready.shift(),
    finish: ({ name }) => {
      for (const { node } of dependents.get(name) ?? []) {
        const left = needs.get(node)
        left?.delete(name)
        if (left?.size === 0) ready.push(node)
      }
    },
  }
}
