import { beforeAll, describe, expect, test } from "vitest"
import type { Exchange } from "../../../../support/simulated-platform.ts"
import { clientType, problems, withoutSpecs } from "../../api-schema.ts"
import {
  behind,
  deployEdge,
  domain,
  edgeOn,
  railwayOrigin,
  renderOrigin,
  simulateZones,
  withWorker,
} from "./deploy-edge.ts"
import { openApi, type Undescribed } from "../openapi.ts"

const refusals = {
  why: "its refusals have to succeed and to fail at once there; the form of all refusals is described at",
  page: "https://developers.cloudflare.com/fundamentals/api/troubleshooting/",
}
const undescribed: readonly Undescribed[] = [
  {
    says: /^GET \/zones\/\{zone_id\}\/dns_records: parameter name\.exact is not described$/,
    why: "records are listed by their exact name since the client 4.0:",
    page: "https://developers.cloudflare.com/api/resources/dns/subresources/records/methods/list/",
  },
  { says: /^GET \/zones\/\{zone_id\}\/dns_records\/\{dns_record_id\}: answer 404 /, ...refusals },
  { says: /^GET \/accounts\/\{account_id\}\/workers\/domains: answer 403 /, ...refusals },
]

/** Behind cache rules of these paths. */
const cache = (paths: readonly string[]) =>
  edgeOn({
    edge: `cache: [${paths.map((path) => `{ path: ${path}, ttl: 1d, public: true }`).join(", ")}]`,
  })

/** Every call that the edge can make, answered and refused. */
async function everyExchange(): Promise<readonly Exchange[]> {
  const platform = await simulateZones("example.com")
  await deployEdge(platform, behind(edgeOn(), railwayOrigin))
  await deployEdge(platform, behind(edgeOn(), renderOrigin))
  await deployEdge(platform, behind(cache(["/a", "/b"]), railwayOrigin))
  await deployEdge(platform, behind(cache(["/b", "/a"]), railwayOrigin))
  await deployEdge(platform, [])
  withWorker(platform)
  await deployEdge(platform, edgeOn({ target: "cloudflare", edge: "tls: strict" }))
  const { remote, scope } = platform
  await remote.observe(scope({ known: new Map([["production/(edge)/record/x", "0".repeat(32)]]) }))
  await deployEdge(platform, [])
  await remote.observe(scope({ credential: () => "another" }))
  // Workers and buckets have a check of their own.
  return platform.exchanges.filter(({ request }) => !/\/(scripts|buckets)\b/.test(request.url))
}

describe.skipIf(withoutSpecs)("Cloudflare's published documents", () => {
  let exchanges: readonly Exchange[] = []
  let document: ReturnType<typeof openApi>
  beforeAll(async () => {
    exchanges = await everyExchange()
    document = openApi()
  })

  test("fit every request and answer of the edge, but for what is printed", () => {
    const said = exchanges.flatMap((exchange) => document.problems(exchange))
    const left = [...new Set(said)].filter(
      (text) => !undescribed.some(({ says }) => says.test(text)),
    )
    expect(left).toEqual([])
    const unused = undescribed.filter(({ says }) => !said.some((text) => says.test(text)))
    expect(unused).toEqual([])
    for (const { page, why } of undescribed) console.log(`Not in the documents: ${why} ${page}`)
  })

  test("fit the records and zones of the answers, which newer types describe closely", () => {
    const results = exchanges.flatMap(({ outcome, request }) =>
      outcome.status === "answered" && outcome.statusCode === 200
        ? [{ url: request.url, result: JSON.parse(outcome.body).result }]
        : [],
    )
    const rows = (part: RegExp) =>
      results.filter(({ url }) => part.test(url)).flatMap(({ result }) => result)
    const records = rows(/dns_records/).filter(({ type }) => type !== undefined)
    const zones = rows(/\/zones\?/)
    const wrong = [
      ...records.map((record) =>
        problems(clientType(`RecordResponse.${record.type}Record`), record),
      ),
      ...zones.slice(0, 1).map((zone) => problems(clientType("Zone"), zone)),
    ]
    expect(new Set(wrong)).toEqual(new Set([""]))
    expect(records.some(({ name }) => name === domain)).toBe(true)
    expect(zones.length).toBeGreaterThan(0)
  })

  test("are what the check reads", () => {
    const request = {
      operation: "cloudflare.createDnsRecord",
      method: "POST",
      url: "https://api.cloudflare.com/client/v4/zones/0/dns_records?colour=red",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ type: "CNAME", name: "api", ttl: 1, colour: "red" }),
      effect: "change",
      idempotent: false,
      timeoutMs: 1000,
    } as const
    const outcome = { status: "answered", statusCode: 500, headers: {}, body: "{}" } as const
    expect(document.problems({ request, outcome })).toEqual([
      "POST /zones/{zone_id}/dns_records: parameter colour is not described",
      "POST /zones/{zone_id}/dns_records: body  must NOT have additional properties",
      "POST /zones/{zone_id}/dns_records: status 500 is not described",
    ])
  })
})
