import { readFileSync } from "node:fs"
import { Ajv } from "ajv"
import { default as addFormats } from "ajv-formats"
import { describe, expect, test } from "vitest"
import { parse } from "yaml"
import * as z from "zod"
import {
  fieldPaths,
  inputSchema,
  knownKeys,
  manifestJsonSchema,
} from "../../../src/core/manifest/json-schema.ts"
import { parseText } from "../../support/parse-text.ts"
import { wrongManifests } from "./wrong-manifests.ts"

const schema = manifestJsonSchema()
/** As it is shipped: JSON text. */
const published: Record<string, unknown> = JSON.parse(JSON.stringify(schema))
const complete = readFileSync(
  new URL("../../fixtures/manifests/complete.yaml", import.meta.url),
  "utf8",
)
const ajv = new Ajv({ allErrors: true, strict: false })
addFormats.default(ajv)
const validate = ajv.compile(published)
const accepts = (text: string) => validate(parse(text, { merge: true }))

const small =
  "version: 1\nname: shop\nservices:\n  api: { kind: web, source: ./api, targets: [fly] }\n"

describe("the schema for editors", () => {
  test("is a valid schema of draft 7", () => {
    expect(schema.$schema).toBe("http://json-schema.org/draft-07/schema#")
    expect(ajv.validateSchema(published)).toBe(true)
  })

  test("accepts the complete manifest", () => {
    expect([accepts(complete), validate.errors]).toEqual([true, null])
  })

  test.each(wrongManifests.filter(({ inSchema }) => inSchema))("refuses $title", ({ text }) => {
    expect(accepts(text)).toBe(false)
  })

  test.each(wrongManifests.filter(({ inSchema }) => !inSchema))(
    "leaves to aidep: $title",
    ({ text }) => {
      expect(accepts(text)).toBe(true)
    },
  )

  test.each([
    ["x-top: 1\n", true],
    ["x-: { anything: [1] }\n", true],
    ["slo: { p99: 500ms, x-why: measured }\n", true],
    ["state: { store: local, x-why: small }\n", true],
    ["y-top: 1\n", false],
  ])("keys that begin with x- are free: %j", (lines, free) => {
    expect(accepts(small + lines)).toBe(free)
    expect(parseText(small + lines).parsed !== undefined).toBe(free)
  })

  test.each([
    ["environments: { staging: ~ }", true],
    ["environments: { staging: {} }", true],
    ["environments: { staging: { edge: null } }", true],
    ["environments: { staging: { services: { api: null } } }", true],
    ["environments: { staging: { services: { api: { scale: { max: 1 } } } } }", true],
    ["environments: { staging: { services: { api: { scale: { max: null } } } } }", true],
    ["environments: { staging: { services: { api: { targets: [render] } } } }", true],
    ["environments: { staging: { services: { api: { env: { A: null } } } } }", true],
    ["environments: { staging: { platforms: { fly: { organization: null } } } }", true],
    ["environments: { staging: { services: { api: { scale: { mx: 1 } } } } }", false],
    ["environments: { staging: { services: { api: { port: web } } } }", false],
    ["environments: { staging: { name: other } }", false],
    ["environments: { staging: { version: 1 } }", false],
    ["environments: { staging: { environments: {} } }", false],
    ["environments: { staging: [] }", false],
    ["environments: { Staging: {} }", false],
  ])("environments lay values over the manifest: %s", (line, right) => {
    expect(accepts(`${small}${line}\n`)).toBe(right)
    expect(parseText(`${small}${line}\n`).parsed !== undefined).toBe(right)
  })
})

describe("reading a schema", () => {
  test("known keys follow names, lists and unions", () => {
    expect(knownKeys(schema, ["services", "anything", "scale"])).toEqual([
      "min",
      "max",
      "concurrency",
      "idle",
    ])
    expect(knownKeys(schema, ["edge", "cache", 0])).toEqual(["path", "ttl", "public"])
    expect(knownKeys(schema, ["state"])).toEqual(["store", "bucket", "endpoint", "region"])
    expect(knownKeys(schema, ["environments", "e", "services", "a", "health"])).toEqual([
      "path",
      "startup",
      "release",
    ])
    expect(knownKeys(schema, ["nowhere", "at", "all"])).toEqual([])
  })

  test("fields are listed once, with stars for names and positions", () => {
    const nested = z.object({
      a: z.array(z.object({ b: z.string() })),
      c: z.record(z.string(), z.union([z.object({ d: z.number() }), z.object({ d: z.string() })])),
      e: z.unknown(),
    })
    expect(fieldPaths(inputSchema(nested))).toEqual(["a.*.b", "c.*.d", "e"])
  })
})
