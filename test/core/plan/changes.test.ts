import { describe, expect, test } from "vitest"
import { type Comparison, planChanges } from "../../../src/core/plan/changes.ts"
import type { DesiredResource, ObservedResource } from "../../../src/core/plan/resource.ts"

function desired(owner: string, changes: Partial<DesiredResource> = {}): DesiredResource {
  return {
    address: `production/${owner}/process/${owner}`,
    kind: "process",
    provider: "alpha",
    owner,
    desired: { command: ["node", "main.js"], port: 8080 },
    deploymentId: "d-1",
    dependsOn: [],
    ...changes,
  }
}

function observed(owner: string, changes: Partial<ObservedResource> = {}): ObservedResource {
  const { address, deploymentId, desired: spec, kind, provider } = desired(owner)
  const own = { address, deploymentId, id: owner, kind, owner, provider }
  return { ...own, observed: spec, state: "running", about: "Runs.", outputs: {}, ...changes }
}

const comparison: Comparison = {
  variables: () => undefined,
  fingerprint: (name, value) => `${name}:${value.length}`,
}

const plan = (wanted: readonly DesiredResource[], found: readonly ObservedResource[]) =>
  planChanges(wanted, found, comparison)

describe("planChanges", () => {
  test("makes what does not stand, leaves what is right, removes what nobody wants", () => {
    const changes = plan([desired("a"), desired("b")], [observed("gone"), observed("b")])
    expect(changes).toEqual([
      { type: "create", desired: desired("a"), fields: expect.any(Array) },
      { type: "none", desired: desired("b"), observed: observed("b") },
      { type: "remove", observed: observed("gone") },
    ])
  })

  test.each<[string, Partial<ObservedResource>]>([
    ["it does not work", { state: "failed" }],
    ["it is stopped", { state: "stopped" }],
    ["new deployment", { deploymentId: "d-0" }],
    ["new deployment", { deploymentId: undefined }],
    ["new settings", { observed: { command: ["node", "main.js"], port: 80 } }],
  ])("updates, since %s", (why, found) => {
    expect(plan([desired("a")], [observed("a", found)])).toMatchObject([{ type: "update", why }])
  })

  test("does not mind the order of keys, or what is being started", () => {
    const found = {
      observed: { port: 8080, command: ["node", "main.js"] },
      state: "starting",
    } as const
    expect(plan([desired("a")], [observed("a", found)])).toMatchObject([{ type: "none" }])
  })

  test("what moves to another platform is made there and removed here", () => {
    const changes = plan([desired("a", { provider: "beta" })], [observed("a")])
    expect(changes.map(({ type }) => type)).toEqual(["create", "remove"])
    const both = [observed("a"), observed("a", { provider: "beta" })]
    expect(plan([desired("a", { provider: "beta" })], both)).toMatchObject([
      { type: "none", observed: { provider: "beta" } },
      { type: "remove", observed: { provider: "alpha" } },
    ])
  })
})
