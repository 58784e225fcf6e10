import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import {
  parseJsonPath,
  valueAtSteps,
  writtenPath,
} from "../../../../src/core/check/match/json-path.ts"

describe("a path", () => {
  test.each([
    ["$", []],
    ["$.status", ["status"]],
    ["$.choices[0].message.content", ["choices", 0, "message", "content"]],
    ["$[-1]", [-1]],
    ["$['a.b'][\"c'd\"]", ["a.b", "c'd"]],
    [String.raw`$['it\'s']`, ["it's"]],
    ["$.größe", ["größe"]],
  ])("%s", (text, steps) => {
    expect(parseJsonPath(text)).toEqual({ ok: true, steps })
  })

  test.each([
    ["status", 0],
    ["$status", 1],
    ["$.", 1],
    ["$.a..b", 3],
    ["$.a[*]", 3],
    ["$.a[01]", 3],
    ["$.a[?(@.b)]", 3],
    ["$['a]", 1],
  ])("%s goes wrong at %i", (text, offset) => {
    expect(parseJsonPath(text)).toEqual({ ok: false, offset })
  })

  test("is written so that it is read again", () => {
    const steps = fc.array(fc.oneof(fc.string(), fc.integer({ min: -9999, max: 9999 })))
    fc.assert(
      fc.property(steps, (list) => {
        const normal = list.map((step) => (Object.is(step, -0) ? 0 : step))
        expect(parseJsonPath(writtenPath(normal))).toEqual({ ok: true, steps: normal })
      }),
    )
  })

  test("reading is total", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const parsed = parseJsonPath(`$${text}`)
        expect(parsed.ok ? 0 : parsed.offset).toBeLessThanOrEqual(text.length)
      }),
    )
  })
})

test.each([
  ["$.a.b", 1],
  ["$.list[1]", "y"],
  ["$.list[-1]", "z"],
  ["$.list[3]", undefined],
  ["$.list.length", undefined],
  ["$.a[0]", undefined],
  ["$.constructor", undefined],
  ["$.none.deeper", undefined],
  ["$.nothing", null],
])("%s leads to %j", (text, value) => {
  const parsed = parseJsonPath(text)
  if (!parsed.ok) throw new Error("no path")
  const document = { a: { b: 1 }, list: ["x", "y", "z"], nothing: null }
  expect(valueAtSteps(document, parsed.steps)).toEqual(value)
})
