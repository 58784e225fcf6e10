import * as fc from "fast-check"
import { expect, test } from "vitest"
import {
  commentOf,
  domainOf,
  type RecordRole,
  roleOf,
} from "../../../providers/cloudflare/edge/mark.ts"
import { remoteName } from "../../../src/core/project/names.ts"

const label = fc.stringMatching(/^[a-z][a-z0-9-]{0,38}[a-z0-9]$/)
const place = fc
  .tuple(label, label)
  .map((parts) => ({ nameOf: (part: string) => remoteName([...parts, part], 63) }))
const role = fc.oneof(
  fc.integer({ min: 1, max: 99 }).map((index): RecordRole => ({ type: "verification", index })),
  fc
    .option(fc.stringMatching(/^[A-Z][A-Z0-9_]{0,32}_URL$/), { nil: undefined })
    .map((origin): RecordRole => ({ type: "record", origin })),
)

test("a comment tells its role, in the 100 characters that the Free plan has", () => {
  fc.assert(
    fc.property(place, role, (named, wanted) => {
      const comment = commentOf(wanted, named)
      expect(roleOf(comment, named)).toEqual(wanted)
      expect(comment.length).toBeLessThanOrEqual(100)
    }),
  )
})

const inPlace = (environment: string) => ({
  nameOf: (part: string) => remoteName(["shop", environment, part], 63),
})

test("a comment of another environment, project or hand tells nothing", () => {
  const comment = commentOf({ type: "record", origin: undefined }, inPlace("production"))
  expect(roleOf(comment, inPlace("staging"))).toBeUndefined()
  expect(roleOf(comment, inPlace("production-eu"))).toBeUndefined()
  expect(roleOf(`${comment} by hand`, inPlace("production"))).toBeUndefined()
  expect(roleOf(null, inPlace("production"))).toBeUndefined()
  expect(roleOf("", inPlace("production"))).toBeUndefined()
})

test.each([
  ["api.example.com", "api.example.com"],
  ["_railway-verify.api.example.com", "api.example.com"],
  ["_a._b.api.example.com", "api.example.com"],
  ["a_b.example.com", "a_b.example.com"],
])("a record %s is about %s", (name, about) => {
  expect(domainOf(name)).toBe(about)
})
