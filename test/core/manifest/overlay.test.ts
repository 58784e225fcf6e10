import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import { overlay } from "../../../src/core/manifest/overlay.ts"

describe("an overlay", () => {
  test.each([
    ["lays maps over maps", { a: 1, b: { c: 2 } }, { b: { d: 3 } }, { a: 1, b: { c: 2, d: 3 } }],
    ["replaces plain values", { a: 1 }, { a: 2 }, { a: 2 }],
    ["replaces lists as a whole", { a: [1, 2] }, { a: [3] }, { a: [3] }],
    [
      "removes with null",
      { a: 1, b: { c: 2, d: 3 } },
      { a: null, b: { c: null } },
      { b: { d: 3 } },
    ],
    ["puts a map in place of a value", { a: 1 }, { a: { b: 2 } }, { a: { b: 2 } }],
    ["puts a value in place of a map", { a: { b: 2 } }, { a: 1 }, { a: 1 }],
    ["drops null in what it adds", { a: 1 }, { b: { c: null, d: 2 } }, { a: 1, b: { d: 2 } }],
    ["keeps null inside lists", {}, { a: [null] }, { a: [null] }],
    ["changes nothing when empty", { a: { b: 1 } }, {}, { a: { b: 1 } }],
    [
      "knows no inherited names",
      { constructor: { a: 1 } },
      { toString: { b: 2 } },
      { constructor: { a: 1 }, toString: { b: 2 } },
    ],
  ])("%s", (_title, base, over, expected) => {
    expect(overlay(base, over)).toEqual(expected)
  })

  test("keeps the order of keys and appends what is new", () => {
    expect(Object.keys(Object(overlay({ b: 1, a: 2 }, { c: 3, a: 4 })))).toEqual(["b", "a", "c"])
  })
})

describe("for any maps", () => {
  const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 3 },
      fc.integer(),
      fc.constant(null),
      fc.array(fc.integer(), { maxLength: 2 }),
      fc.dictionary(fc.constantFrom("a", "b", "c", "constructor"), tie("tree")),
    ),
  }))
  const map = fc.dictionary(fc.constantFrom("a", "b", "c", "constructor"), tree)

  test("neither is changed, and doing it twice changes nothing more", () => {
    fc.assert(
      fc.property(map, map, (base, over) => {
        const before = structuredClone([base, over])
        const once = overlay(base, over)
        expect([base, over]).toEqual(before)
        expect(overlay(once, over)).toEqual(once)
      }),
    )
  })
})
