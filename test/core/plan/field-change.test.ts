import { describe, expect, test } from "vitest"
import { changedFields } from "../../../src/core/plan/field-change.ts"
import { changedVariables, type PlannedVariable } from "../../../src/core/plan/planned-variables.ts"

describe("changedFields", () => {
  test("tells each field with what it was and what it will be", () => {
    const desired = {
      plan: "starter",
      scaling: { min: 1, max: 3 },
      region: "oregon",
      command: ["a"],
    }
    const observed = { plan: "free", scaling: { min: 1, max: 2 }, region: "ohio", command: ["a"] }
    expect(changedFields(desired, observed, ["region"])).toEqual([
      field("plan", "free", "starter"),
      field("scaling.max", 2, 3),
      { ...field("region", "ohio", "oregon"), forcesReplacement: true },
    ])
  })

  test("does not mind what the platform has beyond, null for nothing, or the order of keys", () => {
    const desired = { a: { x: 1, y: 2 }, health: null }
    expect(changedFields(desired, { a: { y: 2, z: 9, x: 1 }, id: "s-1" })).toEqual([])
  })

  test("sees what was set by hand where nothing should be", () => {
    expect(changedFields({ health: null }, { health: "/up" })).toEqual([
      { ...field("health", "/up", undefined), after: { type: "absent" } },
    ])
  })
})

describe("changedVariables", () => {
  const planned = new Map<string, PlannedVariable>([
    ["AIDEP_DEPLOYMENT", { sensitive: false, value: "d-2" }],
    ["PLAIN", { sensitive: false, value: "new" }],
    ["KEY", { sensitive: true, value: "secret-new" }],
    ["URL", { sensitive: false, value: undefined }],
    ["SAME", { sensitive: true, value: "same" }],
  ])
  const observed = new Map([
    ["AIDEP_DEPLOYMENT", "d-1"],
    ["PLAIN", "old"],
    ["KEY", "secret-old"],
    ["SAME", "same"],
    ["BY_HAND", "secret-hand"],
    ["NODE_VERSION", "24"],
  ])
  const own = ["NODE_VERSION"]

  test("shows secrets, and what nobody knows, as fingerprints", () => {
    const changes = changedVariables({ planned, observed, own, fingerprint })
    expect(changes).toEqual([
      field("env.PLAIN", "old", "new"),
      secretField("env.KEY", "KEY#10", "KEY#10"),
      {
        path: "env.URL",
        before: { type: "absent" },
        after: { type: "unknown" },
        forcesReplacement: false,
      },
      secretField("env.BY_HAND", "BY_HAND#11", undefined),
    ])
    expect(JSON.stringify(changes)).not.toContain("secret-")
  })

  test("compares nothing where the platform does not tell", () => {
    expect(changedVariables({ planned, observed: undefined, own, fingerprint })).toEqual([])
  })
})

function fingerprint(name: string, value: string): string {
  return `${name}#${value.length}`
}

function field(path: string, before: unknown, after: unknown) {
  return {
    path,
    before: { type: "value", value: before },
    after: { type: "value", value: after },
    forcesReplacement: false,
  }
}

function secretField(path: string, before: string, after: string | undefined) {
  return {
    path,
    before: { type: "secret", fingerprint: before },
    after: after === undefined ? { type: "absent" } : { type: "secret", fingerprint: after },
    forcesReplacement: false,
  }
}
