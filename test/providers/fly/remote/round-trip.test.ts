import { describe, expect, test } from "vitest"
import { parse } from "yaml"
import { differences, observed, operations } from "../../../support/simulated-platform.ts"
import { everyManifest } from "../../../support/stack-manifests.ts"
import { everything } from "../everything.ts"
import { deploy, projectOn, simulateFor } from "./deploy-fly.ts"

const manifests = [
  ...everyManifest().filter(({ text }) => /\bfly\b/.test(text)),
  { name: "everything", text: everything },
].map((manifest) => ({ ...manifest, more: { options: flyOptionsIn(manifest.text) } }))

function flyOptionsIn(text: string): unknown {
  return parse(text, { merge: true }).platforms?.fly
}

describe.each(manifests)("$name on Fly", ({ more, text }) => {
  const on = projectOn(text)
  const apps = on.resources.filter(({ kind }) => kind === "app")
  const own = { ...on, resources: apps }

  test("comes up and is then what was wanted", async () => {
    const platform = await simulateFor(own, more)
    const outcomes = await deploy(platform, own)
    expect([...outcomes.values()].filter(({ status }) => status === "failed")).toEqual([])
    const standing = await observed(platform)
    expect(standing.map(({ address }) => address).toSorted()).toEqual(
      apps.map(({ address }) => address).toSorted(),
    )
    for (const resource of apps) {
      const found = standing.find(({ address }) => address === resource.address)
      if (found === undefined) continue
      expect(differences(resource, found)).toEqual([])
      const { holdsData = false, kind, owner } = resource
      expect(found).toMatchObject({ state: "running", kind, owner })
      expect(found.holdsData ?? false).toBe(holdsData)
    }
  })

  test("is the same after a second deploy, and gone after its removal", async () => {
    const platform = await simulateFor(own, more)
    await deploy(platform, own)
    const kindsOf = () =>
      platform.simulation
        .inventory()
        .map(({ kind }) => kind)
        .toSorted()
    const before = kindsOf()
    const outcomes = await deploy(platform, own, { version: "2" })
    expect([...outcomes.values()].filter(({ status }) => status === "failed")).toEqual([])
    expect(kindsOf()).toEqual(before)
    const standing = await observed(platform)
    expect(standing.map(({ owner, deploymentId }) => [owner, deploymentId])).toEqual(
      standing.map(({ owner }) => [owner, `d-${owner}-2`]),
    )
    for (const resource of standing.toReversed())
      expect(await platform.remote.remove(resource, platform.scope())).toEqual({
        status: "removed",
      })
    expect(platform.simulation.inventory()).toEqual([])
    expect(await observed(platform)).toEqual([])
  })

  test("is looked at without a change", async () => {
    const platform = await simulateFor(own, more)
    await deploy(platform, own)
    platform.exchanges.length = 0
    const standing = await observed(platform)
    expect(platform.exchanges.filter(({ request }) => request.effect !== "read")).toEqual([])
    expect(new Set(platform.exchanges.map(({ request }) => request.method))).toEqual(
      new Set(["GET"]),
    )
    const withVolumes = standing.filter(({ holdsData }) => holdsData === true).length
    expect(operations(platform)).toHaveLength(1 + 3 * apps.length + withVolumes)
  })
})
