import * as fc from "fast-check"
import { expect, test } from "vitest"
import { parse, stringify } from "yaml"
import { yamlText } from "../../../src/core/artifact/yaml-text.ts"

const scalar = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
)
const entry = fc.oneof(scalar, fc.array(scalar), fc.dictionary(fc.string(), scalar))
const large = fc.dictionary(fc.string(), entry, { minKeys: 21, maxKeys: 30 })

test("a map that is written entry by entry has the same text as one written as a whole", () => {
  fc.assert(
    fc.property(large, entry, (services, other) => {
      const value = { name: other, services, last: 1 }
      const text = yamlText({ format: "yaml", value })
      expect(text).toBe(stringify(value, { lineWidth: 0, aliasDuplicateObjects: false }))
      expect(parse(text)).toEqual(parse(stringify(value)))
    }),
    { numRuns: 200 },
  )
})

test("a line separator inside a text is no line of the file", () => {
  const services = Object.fromEntries(
    Array.from({ length: 30 }, (_, index) => [`service-${index}`, { text: "a\u2028  b" }]),
  )
  expect(parse(yamlText({ format: "yaml", value: { services } }))).toEqual({ services })
})

test("comments find their places in entries of a large map", () => {
  const jobs = Object.fromEntries(
    Array.from({ length: 30 }, (_, index) => [`job-${index}`, { uses: ["a", "b"] }]),
  )
  const comments = [{ path: ["jobs", "job-7", "uses", 1], text: "v1" }]
  const lines = yamlText({ format: "yaml", value: { jobs }, comments }).split("\n")
  expect(lines.filter((line) => line.includes("#"))).toEqual(["      - b # v1"])
})
