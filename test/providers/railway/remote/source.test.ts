import { expect, test } from "vitest"
import { compareResource, type Comparison } from "../../../../src/core/plan/changes.ts"
import { observed, workFor } from "../../../support/simulated-platform.ts"
import { deploy, otherCommit, projectOn, simulateFor, sourceIn } from "./deploy-railway.ts"
import { commit } from "../../../support/simulated-project.ts"

const on = projectOn(`
version: 1
name: shop
services:
  built: { kind: web, source: ., targets: [railway], port: 3000, health: { path: /health } }
  ready: { kind: web, image: ghcr.io/acme/ready, targets: [railway], port: 3000, health: { path: /health } }
`)
const digest = `ghcr.io/acme/ready@sha256:${"a".repeat(64)}`
const newDigest = `ghcr.io/acme/ready@sha256:${"b".repeat(64)}`
const next = (owner: string) =>
  owner === "built"
    ? ({ type: "commit", commit: otherCommit } as const)
    : ({ type: "image", reference: newDigest } as const)

const value = (text: string) => ({ type: "value", value: text })

const comparison = (source: ReturnType<typeof sourceIn>): Comparison => ({
  variables: () => undefined,
  fingerprint: () => "",
  source,
})

test("a plan of another commit and another image says from what to what", async () => {
  const platform = await simulateFor(on)
  await deploy(platform, on)
  const standing = await observed(platform)
  const fieldsOf = (owner: string, version: string, source: ReturnType<typeof sourceIn>) => {
    const resource = on.resources.find((one) => one.owner === owner)
    const found = standing.find((one) => one.owner === owner)
    if (resource === undefined || found === undefined) throw new Error(`no ${owner}`)
    const { desired } = workFor(resource, { project: on.project, version })
    const change = compareResource(desired, found, comparison(source))
    return "fields" in change ? change.fields : change.type
  }
  expect(fieldsOf("built", "2", next)).toMatchObject([
    { path: "source.commit", before: value(commit), after: value(otherCommit) },
  ])
  expect(fieldsOf("ready", "2", next)).toMatchObject([
    { path: "source.image", before: value(digest), after: value(newDigest) },
  ])
  expect(fieldsOf("built", "1", sourceIn(on))).toBe("none")
  expect(fieldsOf("ready", "1", sourceIn(on))).toBe("none")
})
