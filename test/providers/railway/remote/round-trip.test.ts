import { describe, expect, test } from "vitest"
import { differences, observed, operations } from "../../../support/simulated-platform.ts"
import { everyManifest } from "../../../support/stack-manifests.ts"
import { wired } from "../../_shared/deploy-with-edge.ts"
import { everything } from "../everything.ts"
import { deploy, projectOn, simulateFor } from "./deploy-railway.ts"

const manifests = [...everyManifest(), { name: "everything", text: everything }]

describe.each(manifests)("$name on Railway", ({ text }) => {
  const on = projectOn(text)
  const { resources } = on

  test("comes up and is then what was wanted", async () => {
    const platform = await simulateFor(on)
    const outcomes = await deploy(platform, { ...on, resources })
    expect([...outcomes.values()].filter(({ status }) => status === "failed")).toEqual([])
    const standing = await observed(platform)
    expect(standing.map(({ address }) => address).toSorted()).toEqual(
      resources.map(({ address }) => address).toSorted(),
    )
    for (const resource of resources) {
      const found = standing.find(({ address }) => address === resource.address)
      if (found === undefined) continue
      expect(differences(wired(resource, standing), found)).toEqual([])
      const { holdsData = false, kind, owner } = resource
      expect(found).toMatchObject({ state: "running", kind, owner })
      expect(found.holdsData ?? false).toBe(holdsData)
    }
  })

  test("is the same after a second deploy, and gone after its removal", async () => {
    const platform = await simulateFor(on)
    await deploy(platform, { ...on, resources })
    const before = platform.simulation.inventory()
    await deploy(platform, { ...on, resources }, { version: "2" })
    expect(platform.simulation.inventory()).toEqual(before)
    const standing = await observed(platform)
    const services = standing.filter(({ kind }) => kind === "service")
    expect(services.map(({ owner, deploymentId }) => [owner, deploymentId])).toEqual(
      services.map(({ owner }) => [owner, `d-${owner}-2`]),
    )
    for (const resource of standing.toReversed())
      expect(await platform.remote.remove(resource, platform.scope())).toEqual({
        status: "removed",
      })
    expect(platform.simulation.inventory()).toEqual([])
    expect(await observed(platform)).toEqual([])
  })

  test("is looked at in two calls, without a change", async () => {
    const platform = await simulateFor(on)
    await deploy(platform, { ...on, resources })
    platform.exchanges.length = 0
    await observed(platform)
    const buckets = resources.filter(({ kind }) => kind === "bucket")
    expect(operations(platform)).toEqual([
      "railway.places",
      ...(resources.length === 0 ? [] : ["railway.environment"]),
      ...(buckets.length === 0 ? [] : ["railway.buckets"]),
      ...buckets.map(() => "railway.bucketAddress"),
    ])
    for (const { request } of platform.exchanges) {
      expect(request.effect).toBe("read")
      expect(JSON.parse(request.body ?? "").query).toMatch(/^query /)
    }
  })
})
