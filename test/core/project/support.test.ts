import { describe, expect, test } from "vitest"
import { fieldPaths, manifestJsonSchema } from "../../../src/core/manifest/json-schema.ts"
import { edgeFields, ownFields, serviceFields } from "../../../src/core/project/support.ts"

/** Every answer that a support table gives, as the fields of the manifest that it is for. */
const answers: readonly string[] = [
  ...serviceFields.map((field) => `services.*.${field}`),
  ...edgeFields.map((field) => `edge.${field}`),
  "services.*.kind",
  "resources.*.kind",
  "rollout.strategy",
  "build.by",
]

/** Environments lay values over the same fields; options are a platform's own. */
const fields = fieldPaths(manifestJsonSchema()).filter(
  (field) => !/^environments\b/.test(field) && !/(?:^|\.)platforms\b/.test(field),
)

describe("a field without an answer fails a test", () => {
  test.each(fields)("%s is answered once", (field) => {
    const platforms = answers.filter((answer) => covers(answer, field))
    const own = ownFields.filter((answer) => covers(answer, field))
    expect([...platforms, ...own]).toHaveLength(1)
  })

  test.each([...answers, ...ownFields])("%s is a field", (answer) => {
    const known = fieldPaths(manifestJsonSchema())
    expect(known.filter((field) => covers(answer, field))).not.toEqual([])
  })
})

/** An answer covers its field and all below it. */
function covers(answer: string, field: string): boolean {
  const whole = answer.replace(/\.\*$/, "")
  return field === answer || field === whole || field.startsWith(`${whole}.`)
}
