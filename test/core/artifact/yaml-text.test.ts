import * as fc from "fast-check"
import { expect, test } from "vitest"
import { parse, stringify } from "yaml"
import type { DataValue } from "../../../src/core/artifact/data.ts"
import { yamlText } from "../../../src/core/artifact/yaml-text.ts"
import { anyData } from "../../support/arbitrary-data.ts"

const scalar = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
)
/** Marks of documents are quoted at every depth here, and by the library only at the beginning of a line. */
const key = fc.string().filter((text) => !/^(?:---|\.\.\.)/.test(text))
const { tree } = fc.letrec<{ tree: DataValue }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    scalar,
    fc.array(tie("tree")),
    fc.dictionary(key, tie("tree"), { noNullPrototype: true }),
  ),
}))
const ordinary = fc.dictionary(key, tree, { noNullPrototype: true })

test("ordinary data has the text that the library gives it", () => {
  fc.assert(
    fc.property(ordinary, (value) => {
      const text = stringify(value, { lineWidth: 0, aliasDuplicateObjects: false })
      expect(yamlText({ format: "yaml", value })).toBe(text)
    }),
    { numRuns: 1000 },
  )
})

const { map: any } = anyData()

test("any data is read back as it was, by readers of YAML 1.2 and of 1.1", () => {
  fc.assert(
    fc.property(any, (value) => {
      expect(parse(yamlText({ format: "yaml", value }))).toEqual(value)
      const older = yamlText({ format: "yaml", value, readers: "yaml-1.1" })
      expect(parse(older, { version: "1.1", merge: false })).toEqual(value)
    }),
    { numRuns: 1000 },
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
