import * as fc from "fast-check"
import { expect, test } from "vitest"
import { nearest } from "../../../src/core/manifest/nearest.ts"

test.each([
  ["raleway", ["railway", "render", "fly"], "railway"],
  ["Railway", ["railway", "render"], "railway"],
  ["minimum", ["min", "max", "idle"], undefined],
  ["concurency", ["concurrency", "idle"], "concurrency"],
  ["fl", ["fly"], "fly"],
  ["prot", ["env", "port", "output"], "port"],
  ["b", ["x", "y"], undefined],
  ["cache", ["cathe"], "cathe"],
  ["kubernetes", ["fly"], undefined],
  ["anything", [], undefined],
])("%j among %j is %j", (text, candidates, expected) => {
  expect(nearest(text, candidates)).toBe(expected)
})

test("a candidate is its own nearest", () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.stringMatching(/^[a-z-]{3,12}$/), { minLength: 1 }),
      (candidates) => {
        for (const candidate of candidates) expect(nearest(candidate, candidates)).toBe(candidate)
      },
    ),
  )
})
