import { describe, expect, test } from "vitest"
import type { ManifestCheck } from "../../../src/core/manifest/schema/manifest.ts"
import type { Edge } from "../../../src/core/project/project.ts"
import { chooseChecks, chooseRate } from "../../../src/core/slo/choose-checks.ts"

const alive = check("alive", "web")
const adds = check("adds", "api")
const greets = { ...check("greets", "api"), expect: { status: [200, "2xx"] } }
const refuses = { ...check("refuses", "api"), expect: { status: 401 } }
const maybe = { ...check("maybe", "api"), expect: { status: [200, 404] } }
const moved = { ...check("moved", "api"), redirects: 1 }
const edge: Edge = {
  platform: "alpha",
  domain: "api.example.com",
  service: "api",
  tls: "strict",
  rateLimit: { requests: 100, periodSeconds: 10 },
  cache: [],
  options: {},
}

describe("what a run asks", () => {
  const checks = [refuses, alive, adds, moved, greets, maybe]

  test("is the first service that a check expects success of", () => {
    expect(chooseChecks({ checks, edge: undefined })).toEqual({ service: "web", checks: [alive] })
  })

  test("is the service at the edge, with all checks that expect success", () => {
    expect(chooseChecks({ checks, edge })).toEqual({ service: "api", checks: [adds, greets] })
  })

  test("is another one where the edge's has no such check", () => {
    expect(chooseChecks({ checks: [refuses, alive], edge })?.service).toBe("web")
  })

  test("is nothing where no check expects success", () => {
    expect(chooseChecks({ checks: [refuses, maybe, moved], edge })).toBeUndefined()
  })
})

describe("the rate of a run", () => {
  test.each([
    ["is 20", undefined, { ...edge, rateLimit: undefined }, { ok: true, ratePerSecond: 20 }],
    ["is what was asked for", 300, undefined, { ok: true, ratePerSecond: 300 }],
    ["leaves a tenth of the edge's limit", undefined, edge, { ok: true, ratePerSecond: 9 }],
    ["may be below that", 5, edge, { ok: true, ratePerSecond: 5 }],
    ["may not be above that", 9.5, edge, { ok: false, mostPerSecond: 9 }],
    ["is free where the edge leads elsewhere", 50, { ...edge, service: "web" }, { ok: true }],
  ] satisfies readonly (readonly [string, number | undefined, Edge | undefined, object])[])(
    "%s",
    (_title, asked, limited, rate) => {
      expect(chooseRate(asked, "api", limited)).toMatchObject(rate)
    },
  )
})

function check(name: string, service: string): ManifestCheck {
  return { name, service, request: "GET /", expect: {} }
}
