import { describe, expect, test } from "vitest"
import {
  secretNames,
  tokenOwners,
  variableValues,
} from "../../../src/core/release/variable-values.ts"
import { projectOf } from "../../support/resolve-text.ts"

const text = `version: 1
name: shop
services:
  gateway:
    kind: web
    source: ./gateway
    targets: [acme]
    env:
      PLAIN: info
      MODEL_URL: "\${services.model.url}/v1"
      MODEL_HOST: "\${services.model.host}"
      MODEL_TOKEN: "Bearer \${services.model.token}"
      CACHE: "\${resources.cache.url}"
      BOTH: "\${secrets.KEY}@\${deployment.id}"
    secrets: [KEY, OTHER]
  model: { kind: web, access: internal, source: ./model, targets: [acme], secrets: [KEY] }
resources:
  cache: { kind: redis, targets: [acme] }
`

const sources = {
  secret: (name: string) => (name === "KEY" ? "k$1" : undefined),
  token: (service: string) => `token-of-${service}`,
  outputs: (owner: string) => ({ url: `http://${owner}`, host: owner }),
  deploymentId: "d-1",
}

const { services } = projectOf(text)
const [gateway, model] = services
if (gateway === undefined || model === undefined) throw new Error("No services.")

describe("variableValues", () => {
  test("fills every reference in, text around it kept", () => {
    expect(variableValues(gateway, sources)).toEqual({
      AIDEP_DEPLOYMENT: "d-1",
      BOTH: "k$1@d-1",
      CACHE: "http://cache",
      KEY: "k$1",
      MODEL_HOST: "model",
      MODEL_TOKEN: "Bearer token-of-model",
      MODEL_URL: "http://model/v1",
      OTHER: "",
      PLAIN: "info",
      PORT: "8080",
    })
  })

  test("what has no address leaves its place empty", () => {
    const values = variableValues(gateway, { ...sources, outputs: () => undefined })
    expect(values).toMatchObject({ MODEL_URL: "/v1", MODEL_HOST: "", CACHE: "" })
  })
})

test("secretNames and tokenOwners name each once, sorted", () => {
  expect(secretNames(services)).toEqual(["KEY", "OTHER"])
  expect(secretNames([])).toEqual([])
  expect(tokenOwners(gateway)).toEqual(["model"])
  expect(tokenOwners(model)).toEqual(["model"])
})
