import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import { inWaves, type Ordered } from "../../../src/core/plan/order.ts"

const names = (waves: readonly (readonly Ordered[])[]) =>
  waves.map((wave) => wave.map(({ name }) => name))

describe("inWaves", () => {
  test("puts what is independent side by side", () => {
    const nodes = [
      { name: "gateway", dependsOn: ["model", "cache"] },
      { name: "model", dependsOn: ["cache"] },
      { name: "cache", dependsOn: [] },
      { name: "site", dependsOn: [] },
    ]
    expect(names(inWaves(nodes))).toEqual([["cache", "site"], ["model"], ["gateway"]])
  })

  test("counts what is not among the nodes as done", () => {
    expect(names(inWaves([{ name: "a", dependsOn: ["elsewhere"] }]))).toEqual([["a"]])
  })

  test("leaves out a circle and what waits for it", () => {
    const nodes = [
      { name: "a", dependsOn: ["b"] },
      { name: "b", dependsOn: ["a"] },
      { name: "c", dependsOn: ["b"] },
      { name: "d", dependsOn: [] },
    ]
    expect(names(inWaves(nodes))).toEqual([["d"]])
    expect(inWaves([])).toEqual([])
  })

  test("every node comes once, in the first wave after all that it depends on", () => {
    fc.assert(
      fc.property(acyclic, (nodes) => {
        const waves = names(inWaves(nodes))
        const waveOf = new Map(waves.flatMap((wave, index) => wave.map((name) => [name, index])))
        expect(waves.flat().toSorted()).toEqual(nodes.map(({ name }) => name).toSorted())
        for (const { name, dependsOn } of nodes) {
          const needed = dependsOn.flatMap((other) => waveOf.get(other) ?? [])
          expect(waveOf.get(name)).toBe(Math.max(-1, ...needed) + 1)
        }
      }),
    )
  })
})

/** Each node depends on some of those before it; then they are mixed. */
const acyclic: fc.Arbitrary<readonly Ordered[]> = fc
  .array(fc.array(fc.nat(), { maxLength: 4 }), { maxLength: 30 })
  .map((drawn) =>
    drawn.map((picks, index) => ({
      name: `n${index}`,
      dependsOn: index === 0 ? [] : picks.map((pick) => `n${pick % index}`),
    })),
  )
  .chain((nodes) => fc.shuffledSubarray(nodes, { minLength: nodes.length }))
