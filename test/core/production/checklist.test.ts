import { describe, expect, test } from "vitest"
import { isReady, productionChecklist } from "../../../src/core/production/checklist.ts"
import type { ProductionEvidence } from "../../../src/core/production/evidence.ts"
import { parsedText } from "../../support/parse-text.ts"
import { projectOf } from "../../support/resolve-text.ts"
import { testPlatform } from "../../support/test-platform.ts"

const platforms = [
  testPlatform("acme", { roles: ["service", "resource", "edge", "errors", "logs", "metrics"] }),
]
const manifest = `version: 1
name: shop
services:
  api: { kind: web, source: ./api, targets: [acme], port: 8080, health: { path: /health }, secrets: [API_KEYS] }
checks:
  - { name: lets in, service: api, request: GET /, as: api-key, expect: { status: 200 } }
  - { name: refuses, service: api, request: GET /, expect: { status: 401 } }
  - { name: numbers, service: api, request: GET /metrics, expect: { status: 200 } }
`

const standing: ProductionEvidence["standing"] = [
  { service: "api", platform: "Acme", state: "running", deploymentId: "d-1" },
]
const health: ProductionEvidence["health"] = [
  {
    service: "api",
    url: "https://api.example.com/health",
    statusCode: 200,
    failure: undefined,
    headers: {},
  },
]

function evidence(text: string, changes: Partial<ProductionEvidence> = {}): ProductionEvidence {
  return {
    parsed: parsedText(text),
    project: projectOf(text, { platforms }),
    secret: (name) => `a-long-value-of-${name}`,
    credentials: [{ variable: "ACME_TOKEN", platform: "Acme", set: true }],
    standing,
    release: { id: "r-1", verdict: "live", deployments: { api: "d-1" } },
    health,
    checks: ["lets in", "refuses", "numbers"].map((name) => ({ name, passed: true })),
    ...changes,
  }
}

const itemOf = (id: string, changes: Partial<ProductionEvidence> = {}, more = "") => {
  const found = productionChecklist(evidence(manifest + more, changes)).find((one) => one.id === id)
  return [found?.answer, found?.evidence.join(" ")]
}

const ready = `edge:
  target: acme
  domain: api.example.com
  service: api
  rateLimit: { requests: 100/10s, per: ip }
  cache: [{ path: /docs/*, ttl: 300s, public: true }]
observability: { errors: { target: acme }, metrics: { target: acme } }
`

test("a service with everything is ready, with evidence for each item and nothing to do", () => {
  const text = manifest.replace("[API_KEYS]", "[API_KEYS, SENTRY_DSN]") + ready
  const items = productionChecklist(evidence(text))
  expect(items.filter(({ answer }) => answer !== "yes")).toEqual([])
  expect(isReady(items)).toBe(true)
  for (const { evidence: seen, hint } of items) {
    expect(seen.length).toBeGreaterThan(0)
    expect(hint).toBe("")
  }
})

test("what is missing has something to do", () => {
  const items = productionChecklist(
    evidence(manifest, { standing: [], health: [], checks: [], release: undefined }),
  )
  expect(isReady(items)).toBe(false)
  for (const { answer, hint } of items) expect(hint === "").toBe(answer === "yes")
})

describe("secrets", () => {
  test("without values are named", () => {
    expect(itemOf("secrets", { secret: () => undefined })).toEqual([
      "no",
      '"AIDEP_SECRET_KEY" has no value. "API_KEYS" has no value.',
    ])
  })

  test("of platforms count", () => {
    const credentials = [{ variable: "ACME_TOKEN", platform: "Acme", set: false }]
    expect(itemOf("secrets", { credentials })).toEqual(["no", '"ACME_TOKEN" for Acme is not set.'])
  })
})

describe("deployed", () => {
  test.each([
    ["another deployment", { standing: [{ ...standing[0]!, deploymentId: "d-2" }] }],
    ["a service that failed", { standing: [{ ...standing[0]!, state: "failed" as const }] }],
    [
      "a release that is not live",
      { release: { id: "r-1", verdict: "unknown", deployments: { api: "d-1" } } },
    ],
    ["nothing", { standing: [] }],
  ])("is not %s", (_, changes) => expect(itemOf("deployed", changes)[0]).toBe("no"))

  test("is also what the platform alone can tell", () => {
    const release = { id: "r-1", verdict: "live (platform evidence)", deployments: { api: "d-1" } }
    expect(itemOf("deployed", { release })[0]).toBe("yes")
  })
})

describe("health", () => {
  test("fails with what was answered", () => {
    expect(itemOf("health", { health: [{ ...health[0]!, statusCode: 503 }] })).toEqual([
      "no",
      '"api" answered 503 at https://api.example.com/health.',
    ])
  })
  test("fails without an answer", () => {
    const silent = { ...health[0]!, statusCode: undefined, failure: "The connection was refused." }
    expect(itemOf("health", { health: [silent] })[1]).toContain("The connection was refused.")
  })
})

describe("TLS", () => {
  test.each([
    ["http://api.example.com/health", "no"],
    ["http://127.0.0.1:8080/health", "not needed"],
    ["http://localhost.example.com/health", "no"],
    ["https://api.example.com/health", "yes"],
  ])("at %s: %s", (url, answer) =>
    expect(itemOf("tls", { health: [{ ...health[0]!, url }] })[0]).toBe(answer),
  )
  test("is not proven by a silent service", () => {
    expect(itemOf("tls", { health: [{ ...health[0]!, statusCode: undefined }] })[0]).toBe("unknown")
  })
})

describe("keys", () => {
  test.each(["k3y", "changeme,a-key-that-is-long-enough"])(
    "%j are weak, and not shown",
    (value) => {
      const [answer, text] = itemOf("keys", { secret: () => value })
      expect(answer).toBe("no")
      expect(text).not.toContain(value)
    },
  )
  test("have to be seen at work", () => {
    expect(itemOf("keys", { checks: [{ name: "lets in", passed: true }] })[0]).toBe("unknown")
    expect(itemOf("keys", { checks: [{ name: "refuses", passed: false }] })[0]).toBe("unknown")
  })
})

describe("what is configured", () => {
  test("a limit of none limits nothing", () => {
    const off = manifest.replace("secrets: [API_KEYS]", "env: { RATE_LIMIT: off }")
    const items = productionChecklist(evidence(off))
    expect(items.find(({ id }) => id === "rate-limit")?.answer).toBe("no")
  })
  test("a limit that answers announce is one", () => {
    const announced = [{ ...health[0]!, headers: { "x-ratelimit-limit": "60" } }]
    expect(itemOf("rate-limit", { health: announced })[0]).toBe("yes")
  })
  test("a place for errors needs an address", () => {
    expect(itemOf("error-tracking", {}, "observability: { errors: { target: acme } }\n")[0]).toBe(
      "no",
    )
  })
  test("a place for numbers needs somebody who saw some", () => {
    const more = "observability: { metrics: { target: acme } }\n"
    expect(itemOf("dashboard", {}, more)[0]).toBe("yes")
    expect(itemOf("dashboard", { checks: [] }, more)[0]).toBe("unknown")
  })
  test("a store that the service uses is a cache", () => {
    const text = `${manifest.replace("secrets: [API_KEYS]", 'env: { REDIS_URL: "${resources.kept.url}" }')}resources: { kept: { kind: redis, targets: [acme] } }\n`
    expect(productionChecklist(evidence(text)).find(({ id }) => id === "cache")?.answer).toBe("yes")
  })
})

test("a project that only works in the background needs no limits, caches or keys", () => {
  const text =
    "version: 1\nname: shop\nservices: { sender: { kind: worker, source: ./a, targets: [acme] } }\n"
  const items = productionChecklist(evidence(text, { health: [] }))
  const answers = Object.fromEntries(items.map(({ id, answer }) => [id, answer]))
  expect(answers).toMatchObject({
    "rate-limit": "not needed",
    cache: "not needed",
    keys: "not needed",
  })
})
