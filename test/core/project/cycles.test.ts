import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import { type Dependent, findCycle } from "../../../src/core/project/cycles.ts"

const graph = (edges: Readonly<Record<string, readonly string[]>>): readonly Dependent[] =>
  Object.entries(edges).map(([name, dependsOn]) => ({ name, dependsOn }))

describe("a circle is found as the path that leads back", () => {
  test.each([
    ["of one", { a: ["a"] }, ["a", "a"]],
    ["of two", { a: ["b"], b: ["a"] }, ["a", "b", "a"]],
    ["behind a way in", { in: ["a"], a: ["b"], b: ["c"], c: ["a"] }, ["a", "b", "c", "a"]],
    ["beside what can be ordered", { x: [], a: ["x", "b"], b: ["x", "a"] }, ["a", "b", "a"]],
  ])("%s", (_title, edges, path) => {
    expect(findCycle(graph(edges))).toEqual(path)
  })

  test.each([
    ["nothing", {}],
    ["no edges", { a: [], b: [] }],
    ["a diamond", { a: ["b", "c"], b: ["d"], c: ["d"], d: [] }],
    ["edges to what is not there", { a: ["elsewhere"], b: ["a"] }],
    ["the same edge twice", { a: ["b", "b"], b: [] }],
  ])("there is none in %s", (_title, edges) => {
    expect(findCycle(graph(edges))).toBeUndefined()
  })

  test("a chain of a hundred thousand is walked without recursion", () => {
    const length = 100_000
    const chain = Array.from({ length }, (_, index) => ({
      name: `n${index}`,
      dependsOn: [`n${index + 1}`],
    }))
    expect(findCycle(chain)).toBeUndefined()
    expect(findCycle([...chain, { name: `n${length}`, dependsOn: ["n0"] }])).toHaveLength(
      length + 2,
    )
  })
})

describe("for any graph", () => {
  const graphs = fc
    .integer({ min: 1, max: 12 })
    .chain((size) => {
      const node = fc.integer({ min: 0, max: size - 1 }).map((index) => `n${index}`)
      return fc.array(fc.array(node, { maxLength: 3 }), { minLength: size, maxLength: size })
    })
    .map((edges) => edges.map((dependsOn, index) => ({ name: `n${index}`, dependsOn })))

  test("a path is a real circle, and there is none exactly when an order exists", () => {
    fc.assert(
      fc.property(graphs, (nodes) => {
        const path = findCycle(nodes)
        expect(path === undefined).toBe(isOrderable(nodes))
        expect(path === undefined || isCircle(path, nodes)).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })
})

/** By another way than the code: take away what depends on nothing that is left, until nothing changes. */
function isOrderable(nodes: readonly Dependent[]): boolean {
  const names = new Set(nodes.map(({ name }) => name))
  const left = nodes.filter(({ dependsOn }) => dependsOn.some((name) => names.has(name)))
  if (left.length === nodes.length) return nodes.length === 0
  return isOrderable(left)
}

function isCircle(path: readonly string[], nodes: readonly Dependent[]): boolean {
  const edges = new Map(nodes.map(({ name, dependsOn }) => [name, dependsOn]))
  const steps = path.slice(1).every((to, index) => edges.get(path[index] ?? "")?.includes(to))
  return (
    steps && path.length >= 2 && path[0] === path.at(-1) && new Set(path).size === path.length - 1
  )
}
