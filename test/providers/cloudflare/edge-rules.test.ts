import { describe, expect, test } from "vitest"
import { clientType, problems, requestBody, withoutSpecs } from "./api-schema.ts"
import { edgeOf, everything, manifest, rule } from "./edge-manifest.ts"
import { render, told } from "./manifests.ts"

const limited = (requests: string, plan: string) =>
  render(manifest({ edge: `rateLimit: { requests: ${requests} }`, options: `zonePlan: ${plan}` }))

const cached = (ttl: string, plan: string) =>
  render(
    manifest({
      edge: `cache: [{ path: "/a\\"b/*", ttl: ${ttl}, public: true }]`,
      options: `zonePlan: ${plan}`,
    }),
  )

describe("the rate limit", () => {
  test.each([
    ["free", "100/10s", true],
    ["free", "100/60s", false],
    ["pro", "100/60s", true],
    ["pro", "100/120s", false],
    ["business", "100/10m", true],
    ["business", "100/20m", false],
    ["enterprise", "100/1h", true],
    ["enterprise", "100/25s", false],
  ])("on %s of %s is possible: %s", (plan, requests, possible) => {
    const wrong = told(limited(requests, plan)).includes("error cloudflare/rate-limit-period")
    expect(wrong).toBe(!possible)
  })

  test("says the same rate in a period that exists", () => {
    const [error] = limited("600/60s", "free").diagnostics.filter(
      ({ severity }) => severity === "error",
    )
    expect(error?.hint).toContain('"100/10s"')
    expect(error?.place?.line).toBe(6)
  })

  test("is for the domain alone where the plan can, else for the zone with a warning", () => {
    expect(rule(limited("100/10s", "pro"), "rate-limit")).toMatchObject({
      expression: '(http.host eq "api.example.com")',
      ratelimit: {
        characteristics: ["cf.colo.id", "ip.src"],
        period: 10,
        requests_per_period: 100,
      },
    })
    const free = limited("100/10s", "free")
    expect(rule(free, "rate-limit").expression).not.toContain("http.host")
    expect(told(free)).toEqual(["warning cloudflare/rate-limit-whole-zone"])
  })
})

describe("the cache", () => {
  test("keeps a path of this host for the time, and never an error", () => {
    expect(rule(cached("2h", "free"), "cache")).toMatchObject({
      ref: expect.stringMatching(/^shop-production-edge-cache-[0-9a-f]{8}$/),
      expression: String.raw`(http.host eq "api.example.com" and starts_with(http.request.uri.path, "/a\"b/"))`,
      action_parameters: {
        cache: true,
        edge_ttl: {
          mode: "override_origin",
          default: 7200,
          status_code_ttl: [{ status_code_range: { from: 400, to: 599 }, value: -1 }],
        },
      },
    })
  })

  test("leaves a time below the plan's minimum to the service, and says so", () => {
    const rendered = cached("300s", "pro")
    expect(rule(rendered, "cache")).toMatchObject({
      action_parameters: { edge_ttl: { mode: "bypass_by_default" } },
    })
    expect(told(rendered)).toEqual(["warning cloudflare/cache-time-minimum"])
    expect(told(cached("300s", "business"))).toEqual([])
  })

  test("has no more rules than the plan", () => {
    const rules = Array.from({ length: 11 }, (_, at) => `{ path: /p${at}, ttl: 1d, public: true }`)
    const edge = `cache: [${rules.join(", ")}]`
    expect(told(render(manifest({ edge })))).toEqual(["error cloudflare/too-many-cache-rules"])
    expect(told(render(manifest({ edge, options: "zonePlan: pro" })))).toEqual([])
  })
})

describe.skipIf(withoutSpecs)("Cloudflare's API", () => {
  const resources = ["free", "business"].flatMap((plan) =>
    ["railway", "cloudflare"].flatMap(
      (target) =>
        edgeOf(render(manifest({ target, edge: everything, options: `zonePlan: ${plan}` })))
          .resources,
    ),
  )

  // The published document of 2024 is not asked about rules: it contradicts itself (an action is letters
  // only, yet "set_cache_settings") and demands a default time where the API refuses one.
  const ruleTypes: Readonly<Record<string, string>> = {
    set_config: "SetConfigRuleParam",
    block: "BlockRuleParam",
    set_cache_settings: "SetCacheSettingsRuleParam",
  }

  test("takes every ruleset and rule, with no key it does not know", () => {
    const rulesets = resources.flatMap(({ desired }) => ("rules" in desired ? [desired] : []))
    const wrong = rulesets.flatMap(({ kind, name, phase, rules }) => [
      problems(clientType("RulesetCreateParams"), { zone_id: "0123", kind, name, phase, rules }),
      ...rules.map((each) => problems(clientType(ruleTypes[each.action] ?? ""), each)),
    ])
    expect(wrong.filter((text) => text !== "")).toEqual([])
    expect(new Set(rulesets.map(({ phase }) => phase)).size).toBe(3)
  })

  test("would refuse a rule with a wrong key, so that this test means something", () => {
    const wrong = { action: "block", expression: "true", rate_limit: { period: 10 } }
    expect(problems(clientType("BlockRuleParam"), wrong)).not.toBe("")
  })

  test("takes the bucket", () => {
    const bucket = { name: "shop-production-files", locationHint: "weur" }
    expect(problems(requestBody("/accounts/{account_id}/r2/buckets", "post"), bucket)).toBe("")
  })
})
