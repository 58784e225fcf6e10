import { describe, expect, test } from "vitest"
import { observed, operations } from "../../../../support/simulated-platform.ts"
import {
  accountIn,
  behind,
  byHand,
  deployEdge,
  differences,
  domain,
  edgeOn,
  type Origin,
  railwayOrigin,
  renderOrigin,
  simulateZones,
} from "./deploy-edge.ts"

const origins: readonly (readonly [string, Origin])[] = [
  ["Railway", railwayOrigin],
  ["Render", renderOrigin],
  ["a platform that wants to see nothing", { target: "origin.example.net", verification: [] }],
  [
    "a platform that wants to see both",
    {
      target: railwayOrigin.target,
      verification: [
        { type: "CNAME", name: domain, content: railwayOrigin.target },
        ...railwayOrigin.verification,
      ],
    },
  ],
]

describe.each(origins)("an edge before %s", (_, origin) => {
  const resources = behind(edgeOn(), origin)

  test("comes up in its order, and is then what was wanted", async () => {
    const platform = await simulateZones("example.com")
    const { problems, steps } = await deployEdge(platform, resources)
    expect(problems).toEqual([])
    expect(steps).toEqual([
      "create verification",
      "create ruleset",
      "create ruleset",
      "create ruleset",
      "create record",
    ])
    const standing = await observed(platform)
    expect(standing.map((found) => found.address).toSorted()).toEqual(
      resources.map((resource) => resource.address).toSorted(),
    )
    for (const resource of resources) {
      const found = standing.find((one) => one.address === resource.address)
      expect(found === undefined ? ["missing"] : differences(resource, found)).toEqual([])
    }
    const records = Object.values(accountIn(platform).records)
    expect(records.find(({ name, type }) => name === domain && type === "CNAME")).toMatchObject({
      content: origin.target,
      proxied: true,
    })
  })

  test("is not touched by a second deploy, and is gone after its removal", async () => {
    const platform = await simulateZones("example.com")
    await deployEdge(platform, resources)
    platform.exchanges.length = 0
    expect((await deployEdge(platform, resources)).steps).toEqual([])
    expect(platform.exchanges.filter(({ request }) => request.effect !== "read")).toEqual([])
    const { problems } = await deployEdge(platform, [])
    expect(problems).toEqual([])
    expect(platform.simulation.inventory()).toEqual([])
    expect(await observed(platform)).toEqual([])
  })

  test("is gone whatever is removed first", async () => {
    const platform = await simulateZones("example.com")
    await deployEdge(platform, resources)
    for (const found of await observed(platform))
      expect(await platform.remote.remove(found, platform.scope())).toEqual({ status: "removed" })
    expect(platform.simulation.inventory()).toEqual([])
    for (const [, next] of origins) {
      await deployEdge(platform, behind(edgeOn(), next))
      expect((await deployEdge(platform, behind(edgeOn(), next))).steps).toEqual([])
    }
  })

  test("is looked at with the calls that the README says", async () => {
    const platform = await simulateZones("example.com")
    await deployEdge(platform, resources)
    platform.exchanges.length = 0
    await observed(platform)
    expect(operations(platform).toSorted()).toEqual([
      "cloudflare.getEntryPoint",
      "cloudflare.getEntryPoint",
      "cloudflare.getEntryPoint",
      "cloudflare.listBuckets",
      "cloudflare.listDnsRecords",
      "cloudflare.listDomains",
      "cloudflare.listWorkers",
      "cloudflare.listZones",
    ])
  })
})

describe("the domain's own record", () => {
  test("is first seen without the proxy, then with it, and is one object", async () => {
    const platform = await simulateZones("example.com")
    const resources = behind(edgeOn(), renderOrigin)
    const [verification] = resources.filter(({ kind }) => kind === "verification")
    if (verification === undefined) throw new Error("no verification")
    await deployEdge(platform, [verification])
    expect(platform.simulation.records?.(domain)).toEqual([
      { type: "CNAME", content: renderOrigin.target, proxied: false },
    ])
    await deployEdge(platform, resources)
    expect(platform.simulation.records?.(domain)).toMatchObject([{ type: "A", proxied: true }])
    expect(Object.values(accountIn(platform).records)).toHaveLength(1)
  })

  test("keeps its proxy as long as it leads where it did", async () => {
    const platform = await simulateZones("example.com")
    const both = behind(edgeOn(), {
      target: renderOrigin.target,
      verification: [...renderOrigin.verification, ...railwayOrigin.verification],
    })
    await deployEdge(platform, behind(edgeOn(), renderOrigin))
    const seen: boolean[] = []
    platform.interfere = (_, pass) => {
      const outcome = pass()
      seen.push(
        Object.values(accountIn(platform).records).some(
          ({ name, proxied }) => name === domain && proxied,
        ),
      )
      return outcome
    }
    expect((await deployEdge(platform, both)).steps).toEqual(["update verification"])
    expect(new Set(seen)).toEqual(new Set([true]))
  })

  test("leads elsewhere after the service has moved", async () => {
    const platform = await simulateZones("example.com")
    await deployEdge(platform, behind(edgeOn(), renderOrigin))
    const { problems } = await deployEdge(platform, behind(edgeOn(), railwayOrigin))
    expect(problems).toEqual([])
    const records = Object.values(accountIn(platform).records)
    expect(records.map(({ content, name, type }) => [type, name, content]).toSorted()).toEqual([
      ["CNAME", domain, railwayOrigin.target],
      ["TXT", `_railway-verify.${domain}`, '"railway-verify=4f2a"'],
    ])
  })

  test("leads to the host of a secret where the service runs elsewhere", async () => {
    const platform = await simulateZones("example.com")
    const resources = edgeOn({ target: "external" })
    const withAddress = (url: string) => ({
      credential: (name: string) =>
        name === "GATEWAY_URL" ? url : platform.scope().credential(name),
    })
    const first = withAddress("https://one.example.net/v1")
    expect((await deployEdge(platform, resources, first)).problems).toEqual([])
    expect((await deployEdge(platform, resources, first)).steps).toEqual([])
    const second = withAddress("https://two.example.net")
    expect((await deployEdge(platform, resources, second)).steps).toEqual(["update record"])
    expect(Object.values(accountIn(platform).records)).toMatchObject([
      { content: "two.example.net", proxied: true },
    ])
    expect((await deployEdge(platform, resources, withAddress(""))).problems).toEqual([
      "cloudflare/origin-unknown",
    ])
  })
})

describe("rules of others", () => {
  const foreign = ["theirs-1", "theirs-2"].map((ref) => ({
    id: ref.padEnd(32, "0"),
    ref,
    version: 1,
    changedAtMs: 0,
    content: {
      action: "set_cache_settings",
      expression: "true",
      enabled: true,
      description: ref,
      action_parameters: { cache: false },
    },
  }))
  const phase = "http_request_cache_settings"
  const withRules = edgeOn({
    edge: "cache: [{ path: /a, ttl: 1d, public: true }, { path: /b, ttl: 1d, public: true }]",
  })
  const cacheRules = async (resources = withRules) => {
    const platform = await simulateZones("example.com")
    byHand(platform, (account) => {
      const [zone] = Object.values(account.zones)
      const ruleset = {
        id: "r".repeat(32),
        zoneId: zone?.id ?? "",
        name: "default",
        phase,
        version: 3,
        changedAtMs: 0,
        rules: foreign,
      }
      return { ...account, rulesets: { [ruleset.id]: ruleset } }
    })
    const deployed = await deployEdge(platform, behind(resources, railwayOrigin))
    const rules = () =>
      Object.values(accountIn(platform).rulesets).find((one) => one.phase === phase)?.rules ?? []
    return { platform, rules, deployed }
  }

  test("are not sent, changed or moved, when ours are made, changed and removed", async () => {
    const { deployed, platform, rules } = await cacheRules()
    expect(deployed.problems).toEqual([])
    expect(rules().slice(0, 2)).toEqual(foreign)
    expect(rules().map(({ content }) => content["description"])).toEqual([
      "theirs-1",
      "theirs-2",
      "Keeps /a.",
      "Keeps /b.",
    ])
    const fewer = edgeOn({ edge: "cache: [{ path: /b, ttl: 2d, public: true }]" })
    await deployEdge(platform, behind(fewer, railwayOrigin))
    expect(rules().map(({ content }) => content["description"])).toEqual([
      "theirs-1",
      "theirs-2",
      "Keeps /b.",
    ])
    await deployEdge(platform, [])
    expect(rules()).toEqual(foreign)
    const sent = platform.exchanges.flatMap(({ request }) => request.body ?? []).join("\n")
    expect(sent).not.toContain("theirs")
    expect(platform.exchanges.some(({ request }) => request.method === "PUT")).toBe(false)
  })

  test("keep their places when ours change their order", async () => {
    const { platform, rules } = await cacheRules()
    const turned = edgeOn({
      edge: "cache: [{ path: /b, ttl: 1d, public: true }, { path: /a, ttl: 1d, public: true }]",
    })
    expect((await deployEdge(platform, behind(turned, railwayOrigin))).steps).toEqual([
      "update ruleset",
    ])
    expect(rules().map(({ content }) => content["description"])).toEqual([
      "theirs-1",
      "theirs-2",
      "Keeps /b.",
      "Keeps /a.",
    ])
    expect((await deployEdge(platform, behind(turned, railwayOrigin))).steps).toEqual([])
  })

  test("of ours that somebody changed are put right, and nothing else", async () => {
    const { platform, rules } = await cacheRules()
    byHand(platform, (account) => ({
      ...account,
      rulesets: Object.fromEntries(
        Object.entries(account.rulesets).map(([id, ruleset]) => [
          id,
          {
            ...ruleset,
            rules: ruleset.rules.map((rule) =>
              rule.content["description"] === "Keeps /a."
                ? { ...rule, content: { ...rule.content, enabled: false } }
                : rule,
            ),
          },
        ]),
      ),
    }))
    platform.exchanges.length = 0
    expect((await deployEdge(platform, behind(withRules, railwayOrigin))).steps).toEqual([
      "update ruleset",
    ])
    expect(platform.exchanges.filter(({ request }) => request.effect === "change")).toHaveLength(1)
    expect(rules().map(({ content }) => content["enabled"])).toEqual([true, true, true, true])
  })
})
