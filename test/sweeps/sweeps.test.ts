import { describe, expect, test } from "vitest"
import { scenarios, sweep } from "./crash/sweep.ts"
import { stackNames } from "./stacks.ts"
import { faultSweep } from "./faults/sweep.ts"

// Seeded samples; "npm run test:sweeps" takes every point and every fault.

/** So many of a list at most, at even distances, from one that the seed chooses. */
function sample<T>(list: readonly T[], most: number, seed: number): readonly T[] {
  const step = Math.ceil(list.length / most)
  return list.filter((_, index) => index % step === seed % step)
}

describe.each(stackNames)("a deploy to %s", (stack) => {
  test.each(scenarios.map((scenario, seed) => [scenario, seed] as const))(
    "that is killed in its %s is brought to its end by the next one",
    async (scenario, seed) => {
      const points = (count: number) => sample([...Array(count).keys()], 3, seed + stack.length)
      const { points: killed, problems } = await sweep(stack, scenario, points)
      expect(problems).toEqual([])
      expect(killed).toBeGreaterThan(0)
    },
    180_000,
  )

  test("converges or stops with the truth, whatever its calls meet", async () => {
    const result = await faultSweep(stack, (cases) => sample(cases, 24, stack.length))
    expect(result.problems).toEqual([])
    expect(result.cases).toBeGreaterThan(10)
  }, 180_000)
})
