import { describe, expect, test } from "vitest"
import {
  type Comparison,
  compareResource,
  type PlannedSource,
} from "../../../src/core/plan/changes.ts"
import type { DataObject } from "../../../src/core/artifact/data.ts"
import type { DesiredResource, ObservedResource } from "../../../src/core/plan/resource.ts"

const address = "production/api/process/api"
const shared = { address, kind: "process", provider: "alpha", owner: "api" } as const

const desired: DesiredResource = {
  ...shared,
  desired: { port: 8080 },
  deploymentId: "d-2",
  dependsOn: [],
}

function standing(deploymentId: string, source?: DataObject): ObservedResource {
  const observed = { port: 8080, ...(source === undefined ? {} : { source }) }
  const rest = { state: "running", about: "Runs.", outputs: {} } as const
  return { ...shared, ...rest, id: "1", observed, deploymentId }
}

function comparison(source: PlannedSource | undefined): Comparison {
  return { variables: () => undefined, fingerprint: () => "", source: () => source }
}

const commit = (text: string): PlannedSource => ({ type: "commit", commit: text })
const image = (reference: string): PlannedSource => ({ type: "image", reference })

function fields(source: PlannedSource | undefined, found: ObservedResource) {
  const change = compareResource(desired, found, comparison(source))
  return "fields" in change
    ? change.fields.map(({ path, before, after }) => [
        path,
        before.type === "value" ? before.value : before.type,
        after.type === "value" ? after.value : after.type,
      ])
    : change.type
}

describe("a new deployment", () => {
  test("says from which commit or image to which", () => {
    expect(fields(commit("bbb"), standing("d-1", { commit: "aaa" }))).toEqual([
      ["source.commit", "aaa", "bbb"],
    ])
    expect(fields(image("x@sha256:2"), standing("d-1", { image: "x@sha256:1" }))).toEqual([
      ["source.image", "x@sha256:1", "x@sha256:2"],
    ])
  })

  test("says the new one alone where the platform does not tell the old one", () => {
    for (const found of [standing("d-1"), standing("d-1", {}), standing("d-1", { image: "x" })])
      expect(fields(commit("bbb"), found)).toEqual([["source.commit", "absent", "bbb"]])
  })

  test("of the same source, a folder, or of nothing says nothing of it", () => {
    expect(fields(commit("aaa"), standing("d-1", { commit: "aaa" }))).toEqual([])
    expect(fields({ type: "folder" }, standing("d-1", { commit: "aaa" }))).toEqual([])
    expect(fields(undefined, standing("d-1", { commit: "aaa" }))).toEqual([])
  })
})

test("a deployment that stays is no change, whatever commit it was built from", () => {
  expect(fields(commit("bbb"), standing("d-2", { commit: "aaa" }))).toBe("none")
})
