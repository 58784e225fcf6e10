import { expect, test } from "vitest"
import type { ObservedResource } from "../../../src/core/plan/resource.ts"
import { driftOf } from "../../../src/core/release/drift.ts"
import type { ReleasePart } from "../../../src/core/release/state.ts"

const part: ReleasePart = {
  address: "production/api/service/api",
  kind: "service",
  provider: "alpha",
  owner: "api",
  desired: { plan: "starter", scaling: { min: 1 }, variables: { NODE_VERSION: "24" } },
  deploymentId: "d-1",
  dependsOn: [],
  env: [
    { name: "GREETING", sensitive: false, segments: [{ type: "text", text: "hello" }] },
    { name: "API_KEYS", sensitive: true, segments: [{ type: "secret", name: "API_KEYS" }] },
  ],
}

const standing: ObservedResource = {
  address: part.address,
  kind: "service",
  provider: "alpha",
  owner: "api",
  id: "srv-1",
  observed: { ...part.desired, beside: "the platform's own" },
  variables: new Map([
    ["GREETING", "hello"],
    ["API_KEYS", "canary-1"],
    ["NODE_VERSION", "24"],
  ]),
  deploymentId: "d-1",
  state: "running",
  about: "Runs.",
  outputs: {},
}

test("what stands as it was recorded has no drift", () => {
  expect(driftOf([part], [standing])).toEqual([])
})

test("a changed field is told with both values, and a new deployment with its id", () => {
  const changed = {
    ...standing,
    observed: { plan: "free", scaling: { min: 1 } },
    deploymentId: "d-2",
  }
  expect(driftOf([part], [changed])).toMatchObject([
    { path: "plan", change: "changed", recorded: "starter", found: "free" },
    { path: "variables", change: "changed" },
    { path: "deployment", recorded: "d-1", found: "d-2" },
  ])
})

test("variables are told by name: what was set by hand may be a secret", () => {
  const variables = new Map([
    ["GREETING", "canary-2"],
    ["DEBUG", "canary-3"],
    ["NODE_VERSION", "24"],
  ])
  const drift = driftOf([part], [{ ...standing, variables }])
  expect(drift).toEqual([
    { owner: "api", provider: "alpha", path: "env.GREETING", change: "changed", recorded: "hello" },
    { owner: "api", provider: "alpha", path: "env.API_KEYS", change: "missing" },
    { owner: "api", provider: "alpha", path: "env.DEBUG", change: "added" },
  ])
})

test("what does not stand is missing as a whole", () => {
  expect(driftOf([part], [])).toEqual([
    { owner: "api", provider: "alpha", path: undefined, change: "missing" },
  ])
})
