import { describe, expect, test } from "vitest"
import { observed } from "../../../../support/simulated-platform.ts"
import {
  address,
  behind,
  byHand,
  deployEdge,
  domain,
  edgeOn,
  railwayOrigin,
  renderOrigin,
  simulateZones,
  standingIn,
  withWorker,
} from "./deploy-edge.ts"

const toWorker = edgeOn({ target: "cloudflare", edge: "tls: strict" })

test("the custom domain of a Worker is made, kept and removed", async () => {
  const platform = await simulateZones("example.com")
  withWorker(platform)
  expect(toWorker.map(({ kind }) => kind)).toEqual(["worker-domain"])
  expect((await deployEdge(platform, toWorker)).problems).toEqual([])
  expect((await deployEdge(platform, toWorker)).steps).toEqual([])
  const [found] = await observed(platform)
  expect(found).toMatchObject({
    address: address("worker-domain"),
    outputs: { url: `https://${domain}`, host: domain },
  })
  await deployEdge(platform, [])
  expect(standingIn(platform)).toEqual([])
})

test("a domain leads to no Worker that is not there", async () => {
  const platform = await simulateZones("example.com")
  const { problems } = await deployEdge(platform, toWorker)
  expect(problems).toEqual(["platform/not-found"])
  expect(standingIn(platform)).toEqual([])
})

describe.each([
  ["Railway", railwayOrigin],
  ["Render", renderOrigin],
])("a service that moves", (name, origin) => {
  const toOrigin = behind(edgeOn(), origin)

  test(`from ${name} to a Worker takes its domain along`, async () => {
    const platform = await simulateZones("example.com")
    withWorker(platform)
    await deployEdge(platform, toOrigin)
    expect((await deployEdge(platform, toWorker)).problems).toEqual([])
    expect((await deployEdge(platform, toWorker)).steps).toEqual([])
    expect(standingIn(platform)).toEqual([`domain ${domain}`])
  })

  test(`from a Worker to ${name} takes its domain along`, async () => {
    const platform = await simulateZones("example.com")
    withWorker(platform)
    await deployEdge(platform, toWorker)
    expect((await deployEdge(platform, toOrigin)).problems).toEqual([])
    expect((await deployEdge(platform, toOrigin)).steps).toEqual([])
    expect(standingIn(platform)).toContain(`CNAME record ${domain}`)
    expect(standingIn(platform)).not.toContain(`domain ${domain}`)
  })
})

describe("a domain of somebody else", () => {
  test.each([
    ["to a Worker", toWorker],
    ["to an origin", behind(edgeOn(), renderOrigin)],
  ])("stays there when the edge leads %s", async (_, resources) => {
    const platform = await simulateZones("example.com")
    withWorker(platform)
    withWorker(platform, "theirs")
    const theirs = toWorker.map((resource) => ({
      ...resource,
      desired: { ...resource.desired, service: "theirs" },
    }))
    await deployEdge(platform, theirs)
    expect(await observed(platform)).toEqual([])
    const { problems } = await deployEdge(platform, resources)
    expect(new Set(problems)).toEqual(new Set(["platform/name-taken"]))
    expect(standingIn(platform)).toContain(`domain ${domain}`)
  })
})

test("a domain is not made over a record of somebody else", async () => {
  const platform = await simulateZones("example.com")
  withWorker(platform)
  byHand(platform, (account) => {
    const [zone] = Object.values(account.zones)
    const id = "d".repeat(32)
    const times = { createdAtMs: 0, changedAtMs: 0 }
    const content = "192.0.2.7"
    const record = { id, zoneId: zone?.id ?? "", type: "A", name: domain, content, ...times }
    return { ...account, records: { [id]: { ...record, proxied: false, ttl: 1, comment: "" } } }
  })
  const before = standingIn(platform)
  expect((await deployEdge(platform, toWorker)).problems).toEqual(["platform/name-taken"])
  expect(standingIn(platform)).toEqual(before)
})
