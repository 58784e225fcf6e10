import { expect, test } from "vitest"
import { planMarkdown } from "../../../src/cli/views/deploy/plan-markdown.ts"
import type { PlannedChange } from "../../../src/core/plan/plan.ts"

const change = (changes: Partial<PlannedChange>): PlannedChange => ({
  address: "production/api/service/api",
  owner: "api",
  provider: "acme",
  kind: "service",
  change: "none",
  why: undefined,
  fields: [],
  restarts: false,
  destroysData: false,
  ...changes,
})

const plan = (...changes: readonly PlannedChange[]) =>
  planMarkdown({ environment: "production", fingerprint: "f", changes })

const value = (text: string) => ({ type: "value" as const, value: text })

test("a plan in a comment says what changes where, and which fields, without their values", () => {
  const field = {
    path: "env.DATABASE|URL",
    before: value("canary-before"),
    after: value("canary-after"),
    forcesReplacement: false,
  }
  const text = plan(
    change({}),
    change({ owner: "web", change: "create" }),
    change({ change: "update", fields: [field], restarts: true }),
    change({
      owner: "cache",
      kind: "store",
      change: "replace",
      why: "it moves",
      destroysData: true,
    }),
  )
  expect(text.split("\n")).toEqual([
    "## Plan for production",
    "",
    "1 to create, 1 to change, 1 to make anew, 1 left alone.",
    "",
    "|  | What | Kind | Where | Note |",
    "| --- | --- | --- | --- | --- |",
    "| ➕ | web | service | acme |  |",
    String.raw`| ✏️ | api | service | acme | fields: env.DATABASE\|URL; restarts |`,
    "| ♻️ | cache | store | acme | it moves; loses its data |",
    "",
  ])
})

test("a plan that changes nothing says so", () => {
  expect(plan(change({}))).toBe("## Plan for production\n\nNothing would change.\n")
})
