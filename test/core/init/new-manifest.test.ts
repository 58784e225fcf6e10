import { expect, test } from "vitest"
import { type NewManifest, newManifestText } from "../../../src/core/init/new-manifest.ts"
import { parseManifest } from "../../../src/core/manifest/parse-manifest.ts"

const gateway = {
  name: "gateway",
  kind: "web",
  source: "./services/gateway",
  targets: ["railway", "fly"],
  port: 8080,
  health: { path: "/health", release: "header" },
  env: { LOG_LEVEL: "info", REGION: "", LIMIT: "60" },
  secrets: ["API_KEY"],
} as const
const model = {
  name: "model",
  kind: "inference",
  image: "ghcr.io/acme/model:1",
  targets: ["modal"],
  gpu: ["T4", "L4"],
  port: 8000,
  command: ["uvicorn", "app:app", "--port", "8000"],
  access: "internal",
} as const

const parsed = (manifest: NewManifest) =>
  parseManifest(new TextEncoder().encode(newManifestText(manifest)), { file: "aidep.yaml" })

test("the text parses to what was asked for", () => {
  const { parsed: result, diagnostics } = parsed({ name: "shop", services: [gateway, model] })
  const { name: _gateway, ...gatewayFields } = gateway
  const { name: _model, ...modelFields } = model
  expect(diagnostics).toEqual([])
  expect(result?.manifest).toMatchObject({
    version: 1,
    name: "shop",
    services: { gateway: gatewayFields, model: modelFields },
    checks: [
      {
        name: "gateway is alive",
        service: "gateway",
        request: "GET /health",
        expect: { status: 200 },
      },
    ],
  })
})

test("editors find the schema by the first line, and people a comment where they choose", () => {
  const text = newManifestText({ name: "shop", services: [gateway, model] })
  expect(text.split("\n")[0]).toBe(
    "# yaml-language-server: $schema=./node_modules/aidep/schema/aidep.schema.json",
  )
  expect(text).toContain("    kind: web # web | inference | worker | job | static\n")
  expect(text).toContain(
    "    targets: [railway, fly] # allowed platforms, the first is the default;",
  )
  expect(text).toContain('      REGION: "" # the example gives no value\n')
  expect(text).toContain('      LIMIT: "60"\n')
  expect(text.match(/allowed platforms/g)).toHaveLength(1)
})

test("with several services it shows how one reaches another", () => {
  const text = newManifestText({ name: "shop", services: [gateway, model] })
  expect(text).toContain('# "gateway" reaches "model" by variables of its own, such as:')
  expect(text).toContain("#     MODEL_URL: ${services.model.url}\n")
  expect(text).toContain("#     MODEL_TOKEN: ${services.model.token}\n")
  expect(newManifestText({ name: "shop", services: [gateway] })).not.toContain("reaches")
})

test("values that YAML would read otherwise stay texts", () => {
  const env = { YES: "yes", OCTAL: "0755", HASH: "a # b", COLON: "a: b", EMPTY: "", STAR: "*x" }
  const { parsed: result } = parsed({ name: "shop", services: [{ ...gateway, env }] })
  expect(result?.manifest.services["gateway"]?.env).toEqual(env)
})
