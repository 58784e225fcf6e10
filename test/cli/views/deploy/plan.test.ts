import { Chalk } from "chalk"
import { expect, test } from "vitest"
import { planText } from "../../../../src/cli/views/deploy/plan.ts"
import type { FieldChange } from "../../../../src/core/plan/field-change.ts"

const plain = new Chalk({ level: 0 })
const digest = (digit: string) => `ghcr.io/acme/api@sha256:${digit.repeat(64)}`

function shown(path: string, before: string, after: string): string {
  const field: FieldChange = {
    path,
    before: { type: "value", value: before },
    after: { type: "value", value: after },
    forcesReplacement: false,
  }
  const change = {
    address: "production/api/service/api",
    owner: "api",
    provider: "alpha",
    kind: "service",
    change: "update",
    why: "new deployment",
    fields: [field],
    restarts: true,
    destroysData: false,
  } as const
  const plan = { environment: "production", fingerprint: "f", changes: [change] }
  return planText({ plan, commit: undefined }, plain)
}

test("a commit and the digest of an image are shown as short as they can be told apart", () => {
  expect(shown("source.commit", "1a2b3c4d5e", "5d6e7f8a9b")).toContain(
    "source.commit: 1a2b3c4 → 5d6e7f8\n",
  )
  expect(shown("source.image", digest("a"), digest("b"))).toContain(
    "source.image: ghcr.io/acme/api@sha256:aaaaaaaaaaaa… → ghcr.io/acme/api@sha256:bbbbbbbbbbbb…\n",
  )
})

test("other fields are shown as they are", () => {
  expect(shown("plan", "starter", "pro")).toContain('plan: "starter" → "pro"')
})
