import { describe, expect, test } from "vitest"
import { accountId, zoneNamed } from "../../../../../providers/cloudflare/simulator/account.ts"
import { cloudflareSimulator } from "../../../../../providers/cloudflare/simulator.ts"
import type { HttpOutcome, HttpRequest } from "../../../../../src/ports/http.ts"
import type { SimulatedInternet, Simulation } from "../../../../../src/provider/simulation.ts"
import { virtualClock } from "../../../../../src/workflows/rehearse/virtual-clock.ts"

const server = "https://api.cloudflare.com/client/v4"
const zone = `/zones/${zoneNamed("example.com").id}`

function start(internet?: SimulatedInternet): Simulation {
  const world = { clock: virtualClock(), domains: ["api.example.com"] }
  return cloudflareSimulator.start(internet === undefined ? world : { ...world, internet })
}

function send(
  { answer }: Simulation,
  call: string,
  more: { readonly body?: unknown; readonly token?: string } = {},
): Extract<HttpOutcome, { status: "answered" }> {
  const [method = "GET", path = "/"] = call.split(" ")
  const { body, token = cloudflareSimulator.credentials["CLOUDFLARE_API_TOKEN"] } = more
  const outcome = answer?.({
    operation: "cloudflare.test",
    method: method as HttpRequest["method"],
    url: `${server}${path}`,
    headers: { authorization: `Bearer ${token}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    effect: method === "GET" ? "read" : "change",
    idempotent: false,
    timeoutMs: 1000,
  })
  if (outcome?.status !== "answered") throw new Error("no answer")
  return outcome
}

const record = { type: "CNAME", name: "api.example.com", content: "a.example.net", ttl: 1 }
const rule = {
  ref: "ours",
  expression: "true",
  action: "set_config",
  action_parameters: { ssl: "strict" },
}
const ruleset = { name: "default", kind: "zone", phase: "http_config_settings", rules: [rule] }

describe("the simulator of Cloudflare", () => {
  test.each([
    ["GET /zones", { token: "another" }, 403],
    ["GET /zones", { token: "" }, 400],
    ["GET /sones", {}, 404],
    ["PUT /zones", {}, 405],
    [`GET /accounts/${"f".repeat(32)}/workers/domains`, {}, 403],
    [`GET /zones/${"f".repeat(32)}/dns_records`, {}, 404],
    [`GET ${zone}/dns_records/${"f".repeat(32)}`, {}, 404],
    [`POST ${zone}/dns_records`, { body: { ...record, colour: "red" } }, 400],
    [`POST ${zone}/dns_records`, { body: { ...record, name: "api.example.org" } }, 400],
    [`POST ${zone}/dns_records`, { body: { ...record, content: record.name } }, 400],
    [`POST ${zone}/dns_records`, { body: { ...record, comment: "x".repeat(101) } }, 400],
    [`GET ${zone}/rulesets/phases/http_config_settings/entrypoint`, {}, 404],
    [`POST ${zone}/rulesets`, { body: { ...ruleset, colour: "red" } }, 400],
    [`POST ${zone}/rulesets`, { body: { ...ruleset, rules: [rule, rule] } }, 400],
    [`POST ${zone}/rulesets/${"f".repeat(32)}/rules`, { body: rule }, 404],
    [`PUT /accounts/${accountId}/workers/domains`, { body: { hostname: "a" } }, 400],
  ] as const)("answers %s with %o by status %i, and changes nothing", (call, more, status) => {
    const simulation = start()
    const before = simulation.save()
    const { body, statusCode } = send(simulation, call, more)
    expect(statusCode).toBe(status)
    expect(JSON.parse(body)).toMatchObject({ success: false, result: null })
    expect(simulation.save()).toEqual(before)
  })

  test.each([
    ["the same record", record, 81_058],
    ["another CNAME", { ...record, content: "b.example.net" }, 81_053],
    ["an address", { ...record, type: "A", content: "192.0.2.1" }, 81_054],
  ])("refuses %s beside a CNAME", (_, second, code) => {
    const simulation = start()
    send(simulation, `POST ${zone}/dns_records`, { body: record })
    const { body, statusCode } = send(simulation, `POST ${zone}/dns_records`, { body: second })
    expect([statusCode, JSON.parse(body).errors[0].code]).toEqual([400, code])
    expect(simulation.inventory()).toHaveLength(1)
  })

  test("has one ruleset for each phase of a zone", () => {
    const simulation = start()
    expect(send(simulation, `POST ${zone}/rulesets`, { body: ruleset }).statusCode).toBe(200)
    const second = { ...ruleset, rules: [{ ...rule, ref: "other" }] }
    const { body } = send(simulation, `POST ${zone}/rulesets`, { body: second })
    expect(JSON.parse(body).errors[0].code).toBe(20_217)
  })

  test("pages through its lists", () => {
    const simulation = start()
    for (const name of ["a", "b", "c"])
      send(simulation, `POST ${zone}/dns_records`, {
        body: { ...record, name: `${name}.example.com` },
      })
    const pages = [1, 2].map((page) =>
      JSON.parse(send(simulation, `GET ${zone}/dns_records?per_page=2&page=${page}`).body),
    )
    expect(pages.map(({ result }) => result.length)).toEqual([2, 1])
    expect(pages[0].result_info).toMatchObject({ total_count: 3, total_pages: 2 })
  })

  test("gives all that it holds away as data, and takes it back", () => {
    const simulation = start()
    send(simulation, `POST ${zone}/dns_records`, { body: record })
    const other = start()
    other.restore(JSON.parse(JSON.stringify(simulation.save())))
    expect(other.inventory()).toEqual(simulation.inventory())
  })

  test("leads visitors to the origin, whose name the proxy hides", () => {
    const asked: string[] = []
    const simulation = start({
      records: () => [],
      visit: (_, host) => {
        asked.push(host)
        return undefined
      },
    })
    const visit = (host: string) =>
      simulation.visit?.({ method: "GET", url: `https://${host}/health`, headers: {} })
    expect(visit("example.org")).toBeUndefined()
    expect(visit("api.example.com")).toMatchObject({ status: "failed", kind: "dns" })
    send(simulation, `POST ${zone}/dns_records`, { body: { ...record, proxied: true } })
    expect(visit("api.example.com")).toMatchObject({ answer: { statusCode: 530 } })
    expect(asked).toEqual(["a.example.net"])
    expect(JSON.stringify(simulation.records?.("api.example.com"))).not.toContain("example.net")
  })

  test("leaves other addresses to others", () => {
    const request = { operation: "o", headers: {}, effect: "read", idempotent: true } as const
    const url = "https://api.example.com/zones"
    expect(start().answer?.({ ...request, method: "GET", url, timeoutMs: 1 })).toBeUndefined()
  })
})
