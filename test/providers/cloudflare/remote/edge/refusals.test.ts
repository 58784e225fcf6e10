import { describe, expect, test } from "vitest"
import type { HttpOutcome } from "../../../../../src/ports/http.ts"
import { accountId, zoneNamed } from "../../../../../providers/cloudflare/simulator/account.ts"
import { observed, type SimulatedPlatform } from "../../../../support/simulated-platform.ts"
import {
  accountIn,
  address,
  behind,
  byHand,
  deployEdge,
  domain,
  edgeOn,
  railwayOrigin,
  renderOrigin,
  simulateZones,
} from "./deploy-edge.ts"

const resources = behind(edgeOn(), railwayOrigin)

/** Deploys the edge without a zone in the options, so that it is first looked for when something is made. */
async function deployOn(platform: SimulatedPlatform, wanted = resources) {
  const before = platform.simulation.save()
  const { outcomes, problems } = await deployEdge(platform, wanted, { options: {} })
  const [failed] = [...outcomes.values()].flatMap((outcome) =>
    outcome.status === "failed" ? [outcome.problem] : [],
  )
  return { problems: new Set(problems), failed, isUntouched: isSame(before, platform) }
}

function isSame(before: unknown, { simulation }: SimulatedPlatform): boolean {
  return JSON.stringify(before) === JSON.stringify(simulation.save())
}

async function look(platform: SimulatedPlatform, changes: Parameters<typeof platform.scope>[0]) {
  const outcome = await platform.remote.observe(platform.scope(changes))
  return outcome.status === "failed" ? outcome.problem : undefined
}

describe("the token", () => {
  test.each([
    ["unknown", "another-token", "platform/unauthorized"],
    ["empty", "", "platform/unauthorized"],
  ])("that is %s is named before anything is changed", async (_, token, code) => {
    const platform = await simulateZones("example.com")
    const credential = (name: string) =>
      name === "CLOUDFLARE_API_TOKEN" ? token : platform.scope().credential(name)
    const problem = await look(platform, { credential })
    expect(problem).toMatchObject({ code, exit: 77 })
    expect(problem?.message).toContain("CLOUDFLARE_API_TOKEN")
    expect(JSON.stringify(problem)).not.toContain("another-token")
  })

  test("of another account is told from a wrong one", async () => {
    const platform = await simulateZones("example.com")
    const options = { accountId: "f".repeat(32) }
    const problem = await look(platform, { options })
    expect(problem).toMatchObject({ code: "cloudflare/account-refused", exit: 77 })
    expect(problem?.message).toContain("f".repeat(32))
  })

  test("without rights to rules matters only where a zone was chosen", async () => {
    const platform = await simulateZones("example.com")
    byHand(platform, (account) => ({ ...account, closedPhases: ["http_ratelimit"] }))
    expect(await look(platform, { options: {} })).toBeUndefined()
    expect(await look(platform, {})).toMatchObject({ code: "platform/forbidden" })
    expect((await deployOn(platform)).problems).toEqual(new Set(["platform/forbidden"]))
  })
})

describe("the zone", () => {
  test("that the account does not have is named, with those that it has", async () => {
    const platform = await simulateZones("example.org", "example.net")
    const { failed, isUntouched, problems } = await deployOn(platform)
    expect(problems).toEqual(new Set(["cloudflare/zone-missing"]))
    expect(failed?.message).toContain('no zone "example.com"')
    expect(failed?.message).toContain("example.org, example.net")
    expect(isUntouched).toBe(true)
    expect(await look(platform, {})).toMatchObject({ code: "cloudflare/zone-missing", exit: 77 })
  })

  test("of another account that the token sees is left alone", async () => {
    const platform = await simulateZones()
    const other = { ...zoneNamed("example.com"), accountId: "e".repeat(32) }
    byHand(platform, (account) => ({ ...account, zones: { [other.id]: other } }))
    const { failed, isUntouched, problems } = await deployOn(platform)
    expect(problems).toEqual(new Set(["cloudflare/zone-elsewhere"]))
    expect(failed?.message).toContain(`in the account "${"e".repeat(32)}"`)
    expect(failed?.message).toContain(`not in "${accountId}"`)
    expect(isUntouched).toBe(true)
    expect(await observed(platform, { options: {} })).toEqual([])
  })

  test("of the right account is taken where another has one of the same name", async () => {
    const platform = await simulateZones("example.com")
    const other = { ...zoneNamed("example.com"), id: "0".repeat(32), accountId: "e".repeat(32) }
    byHand(platform, (account) => ({ ...account, zones: { [other.id]: other, ...account.zones } }))
    expect((await deployOn(platform)).problems).toEqual(new Set())
    const [own] = Object.values(accountIn(platform).zones).filter(({ id }) => id !== other.id)
    const used = new Set(Object.values(accountIn(platform).records).map(({ zoneId }) => zoneId))
    expect(used).toEqual(new Set([own?.id]))
  })

  test("that nobody asks yet gets no records", async () => {
    const platform = await simulateZones()
    const zone = { ...zoneNamed("example.com"), status: "pending" } as const
    byHand(platform, (account) => ({ ...account, zones: { [zone.id]: zone } }))
    const { failed, isUntouched, problems } = await deployOn(platform)
    expect(problems).toEqual(new Set(["cloudflare/zone-not-active"]))
    expect(failed?.message).toContain('"pending"')
    expect(isUntouched).toBe(true)
  })
})

/** A record that somebody made by hand. */
function withRecord(
  platform: SimulatedPlatform,
  type: string,
  name: string,
  content: string,
): string {
  const id = "d".repeat(32)
  byHand(platform, (account) => {
    const [zone] = Object.values(account.zones)
    const record = { id, zoneId: zone?.id ?? "", type, name, content, proxied: false, ttl: 300 }
    const times = { createdAtMs: 0, changedAtMs: 0 }
    return { ...account, records: { [id]: { ...record, ...times, comment: "by hand" } } }
  })
  return id
}

describe("a record of somebody else", () => {
  test.each([
    ["CNAME", "elsewhere.example.net", railwayOrigin],
    ["A", "192.0.2.7", railwayOrigin],
    ["A", "192.0.2.7", renderOrigin],
  ])("of the domain, %s, stays as it is and can be taken over", async (type, content, origin) => {
    const platform = await simulateZones("example.com")
    const id = withRecord(platform, type, domain, content)
    const { problems, outcomes } = await deployEdge(platform, behind(edgeOn(), origin))
    expect(new Set(problems)).toEqual(new Set(["platform/name-taken"]))
    expect(accountIn(platform).records[id]).toMatchObject({ content, comment: "by hand" })
    const failed = outcomes.get(address("record"))
    expect(failed?.status === "failed" && failed.problem.hint).toContain(
      `aidep adopt ${address("record")}`,
    )
    expect((await observed(platform)).map((found) => found.kind)).not.toContain("record")
  })

  test.each([railwayOrigin, renderOrigin])("is ours once it was taken over", async (origin) => {
    const platform = await simulateZones("example.com")
    const id = withRecord(platform, "CNAME", domain, "elsewhere.example.net")
    const known = new Map([[address("record"), id]])
    const wanted = behind(edgeOn(), origin)
    expect((await observed(platform, { known })).map((found) => found.address)).toContain(
      address("record"),
    )
    expect((await deployEdge(platform, wanted, { known })).problems).toEqual([])
    await deployEdge(platform, wanted, { known })
    expect(accountIn(platform).records[id]).toMatchObject({
      content: origin.target,
      proxied: true,
    })
    expect((await deployEdge(platform, wanted)).steps).toEqual([])
  })

  test("that an origin wants to see too is not touched, and said", async () => {
    const platform = await simulateZones("example.com")
    const [record] = railwayOrigin.verification
    const id = withRecord(platform, "TXT", record?.name ?? "", record?.content ?? "")
    const { problems } = await deployEdge(platform, resources)
    expect(problems).toEqual(["cloudflare/record-taken"])
    expect(accountIn(platform).records[id]).toMatchObject({ comment: "by hand" })
  })

  test("of the same environment's name elsewhere in the account is not ours", async () => {
    const platform = await simulateZones("example.com")
    await deployEdge(platform, resources)
    const changes = { nameOf: (part: string) => `shop-production-eu-${part}` }
    expect(await observed(platform, changes)).toEqual([])
  })
})

test("a rate limit beyond the plan is said in Cloudflare's words, and theirs stays", async () => {
  const platform = await simulateZones("example.com")
  await deployEdge(
    platform,
    behind(edgeOn({ edge: "rateLimit: { requests: 10/10s }" }), railwayOrigin),
  )
  byHand(platform, (account) => ({
    ...account,
    rulesets: Object.fromEntries(
      Object.entries(account.rulesets).map(([id, ruleset]) => [
        id,
        { ...ruleset, rules: ruleset.rules.map((rule) => ({ ...rule, ref: "theirs" })) },
      ]),
    ),
  }))
  const { outcomes } = await deployEdge(platform, resources)
  const failed = outcomes.get(address("ruleset", "rate-limit"))
  expect(failed).toMatchObject({ status: "failed", problem: { code: "platform/quota", exit: 77 } })
  expect(failed?.status === "failed" && failed.problem.message).toContain("2 out of 1")
})

const answering = (statusCode: number, body: string, headers = {}) =>
  ({ status: "answered", statusCode, headers, body }) as const satisfies HttpOutcome

describe("an answer", () => {
  test.each([
    [
      answering(429, '{"success":false,"errors":[]}', { "retry-after": "30" }),
      "platform/rate-limited",
    ],
    [answering(500, "<html>"), "platform/unreachable"],
    [answering(200, '{"success":true,"result":[{"id":7}]}'), "platform/unexpected-answer"],
    [answering(200, '{"success":false,"result":[]}'), "platform/unexpected-answer"],
    [answering(200, ""), "platform/unexpected-answer"],
  ])("%o is not guessed at", async (outcome, code) => {
    const platform = await simulateZones("example.com")
    platform.interfere = () => outcome
    expect(await look(platform, {})).toMatchObject({ code })
  })
})
