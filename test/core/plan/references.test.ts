import { describe, expect, test } from "vitest"
import { changedFields, madeFields } from "../../../src/core/plan/field-change.ts"
import { openReferences, withReferencedValues } from "../../../src/core/plan/references.ts"
import type { DesiredResource, Outputs } from "../../../src/core/plan/resource.ts"

const origin = "production/(edge)/origin-domain/api.example.com"
const record: DesiredResource = {
  address: "production/(edge)/record/api.example.com",
  kind: "record",
  provider: "dns",
  owner: "(edge)",
  desired: {
    name: "api.example.com",
    content: { fromResource: origin, output: "target" },
    others: [{ content: { fromResource: origin, output: "verification" } }],
  },
  deploymentId: undefined,
  dependsOn: [origin],
}
const known = new Map<string, Outputs>([
  [origin, { values: { target: "shop.apps.example.net", verification: [{ type: "TXT" }] } }],
])

describe("a reference to what another resource tells", () => {
  test("becomes the value once that stands, at any depth", () => {
    expect(withReferencedValues(record, known).desired).toEqual({
      name: "api.example.com",
      content: "shop.apps.example.net",
      others: [{ content: [{ type: "TXT" }] }],
    })
    expect(openReferences(withReferencedValues(record, known).desired)).toEqual([])
  })

  test("stays what it is while that does not stand, or does not tell it", () => {
    expect(withReferencedValues(record, new Map()).desired).toEqual(record.desired)
    const silent = new Map<string, Outputs>([[origin, { values: {} }]])
    expect(openReferences(withReferencedValues(record, silent).desired)).toEqual([origin, origin])
  })

  test("is shown as not known yet, against nothing and against a value", () => {
    const unknown = { type: "unknown" }
    expect(madeFields(record.desired).map(({ path, after }) => [path, after.type])).toEqual([
      ["name", "value"],
      ["content", "unknown"],
      ["others", "unknown"],
    ])
    const [content] = changedFields({ content: record.desired["content"] }, { content: "old.net" })
    expect(content).toMatchObject({ before: { value: "old.net" }, after: unknown })
    const [deep] = changedFields({ content: record.desired["content"] }, { content: { a: 1 } })
    expect(deep).toMatchObject({ path: "content", after: unknown })
  })
})
