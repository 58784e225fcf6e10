import { describe, expect, test } from "vitest"
import type { Segment } from "../../../src/core/manifest/reference.ts"
import { serviceOf } from "../../support/resolve-text.ts"

const text = (env: string, more = "") => `version: 1
name: shop
services:
  api:
    kind: web
    source: ./api
    targets: [acme]
    secrets: [API_KEY, API_KEY]
    env: ${env}
  model: { kind: inference, source: ./m, targets: [acme] }
  site: { kind: static, source: ./s, targets: [acme] }
  far-off: { kind: inference, targets: [external] }
resources:
  cache: { kind: redis, targets: [acme] }
  my-vectors: { kind: qdrant, targets: [external] }
${more}`

const variable = (value: string, options?: Parameters<typeof serviceOf>[2]) => {
  const env = serviceOf(text(`{ A: ${value} }`), "api", options).env
  return env.find(({ name }) => name === "A")
}

describe("values", () => {
  test.each<[string, readonly Segment[], string, boolean]>([
    ["plain", [{ type: "text", text: "plain" }], "known", false],
    ["5", [{ type: "text", text: "5" }], "known", false],
    ["1.10", [{ type: "text", text: "1.10" }], "known", false],
    ["0123", [{ type: "text", text: "0123" }], "known", false],
    ["12345678901234567890", [{ type: "text", text: "12345678901234567890" }], "known", false],
    ["true", [{ type: "text", text: "true" }], "known", false],
    ["'$${x}'", [{ type: "text", text: "${x}" }], "known", false],
    ["''", [], "known", false],
    ["'${environment}/${env.SIZE}!'", [{ type: "text", text: "production/big!" }], "known", false],
    ["'${deployment.id}'", [{ type: "deployment" }], "later", false],
    [
      "'${services.site.url}/x'",
      [
        { type: "service", service: "site", output: "url" },
        { type: "text", text: "/x" },
      ],
      "later",
      false,
    ],
    [
      "'${services.model.host}'",
      [{ type: "service", service: "model", output: "host" }],
      "later",
      false,
    ],
    [
      "'${services.model.token}'",
      [{ type: "service", service: "model", output: "token" }],
      "secret",
      true,
    ],
    ["'${resources.cache.url}'", [{ type: "resource", resource: "cache" }], "later", true],
    [
      "'Bearer ${secrets.OTHER}'",
      [
        { type: "text", text: "Bearer " },
        { type: "secret", name: "OTHER" },
      ],
      "secret",
      true,
    ],
    ["'${services.far-off.url}'", [{ type: "secret", name: "FAR_OFF_URL" }], "secret", true],
    ["'${services.far-off.token}'", [{ type: "secret", name: "FAR_OFF_TOKEN" }], "secret", true],
    ["'${resources.my-vectors.url}'", [{ type: "secret", name: "MY_VECTORS_URL" }], "secret", true],
  ])("%s", (value, segments, valueClass, sensitive) => {
    const found = variable(value, { variables: { SIZE: "big" } })
    expect(found?.segments).toEqual(segments)
    expect(found).toMatchObject({ class: valueClass, sensitive })
    const whole = segments.map((segment) => (segment.type === "text" ? segment.text : "")).join("")
    expect(found?.text).toBe(valueClass === "known" ? whole : undefined)
  })

  test("a number laid over by an environment keeps its form too", () => {
    const staged = text(
      "{ A: 1 }",
      "environments: { e: { services: { api: { env: { A: 2.50 } } } } }\n",
    )
    const found = serviceOf(staged, "api", { environment: "e" }).env.find(
      ({ name }) => name === "A",
    )
    expect(found?.text).toBe("2.50")
  })

  test("thousands of references in one value are no burden", () => {
    const found = variable(`"${"${secrets.X}".repeat(50_000)}"`)
    expect(found?.segments).toHaveLength(50_000)
  })
})

const classes = (name: string, more?: string) =>
  serviceOf(text("{ B: x, A: y }", more), name).env.map((found) => `${found.name} ${found.class}`)

describe("all variables of a service", () => {
  test("are sorted: written, declared as secrets, and aidep's own", () => {
    expect(classes("api")).toEqual([
      "A known",
      "AIDEP_DEPLOYMENT later",
      "API_KEY secret",
      "B known",
      "PORT known",
    ])
  })

  test("an internal service gets its token, a static site no port", () => {
    expect(classes("model")).toEqual(["AIDEP_DEPLOYMENT later", "AIDEP_TOKEN secret", "PORT known"])
    expect(classes("site")).toEqual(["AIDEP_DEPLOYMENT later"])
  })

  test("a model is described, its adapters as JSON", () => {
    const more = `environments:
  e:
    services:
      model: { model: { engine: vllm, id: a/b, revision: main, adapters: { x: ./x } } }
`
    const { env } = serviceOf(text("{}", more), "model")
    const texts = Object.fromEntries(env.map((found) => [found.name, found.text]))
    expect(texts).toMatchObject({
      AIDEP_MODEL_ENGINE: "vllm",
      AIDEP_MODEL_ID: "a/b",
      AIDEP_MODEL_REVISION: "main",
      AIDEP_MODEL_QUANTIZATION: "none",
      AIDEP_MODEL_ADAPTERS: '{"x":"./x"}',
      PORT: "8000",
    })
  })

  test("what a service uses is what it depends on, once", () => {
    const env =
      "{ A: '${services.model.url}', B: '${services.model.token}', C: '${resources.cache.url}', D: '${services.far-off.url}' }"
    expect(serviceOf(text(env), "api").dependsOn).toEqual(["model", "cache"])
  })
})
