import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import { canonicalText, deploymentId } from "../../../src/core/release/deployment-id.ts"
import { renderManifest } from "../../support/render-manifest.ts"

const manifest = (fields: string) => `version: 1
name: shop
services:
  api: { kind: web, source: ./api, port: 8080, ${fields} }
`

describe("the id of a deployment", () => {
  const before = idOf("targets: [fly], env: { A: x, B: y }, secrets: [KEY]")

  test("is d- and 12 hexadecimal digits", () => {
    expect(before).toMatch(/^d-[0-9a-f]{12}$/)
  })

  test("stays when nothing that runs has changed", () => {
    expect(idOf("secrets: [KEY], targets: [fly], env: { B: y, A: x }")).toBe(before)
    expect(idOf("targets: [fly, railway], env: { A: x, B: y }, secrets: [KEY]")).toBe(before)
  })

  test.each([
    ["a variable", "targets: [fly], env: { A: x, B: z }, secrets: [KEY]"],
    ["a secret's name", "targets: [fly], env: { A: x, B: y }, secrets: [KEY, OTHER]"],
    ["the platform", "targets: [railway], env: { A: x, B: y }, secrets: [KEY]"],
    [
      "an option",
      "targets: [fly], env: { A: x, B: y }, secrets: [KEY], platforms: { fly: { a: 1 } }",
    ],
    [
      "the health path",
      "targets: [fly], env: { A: x, B: y }, secrets: [KEY], health: { path: /h }",
    ],
  ])("changes with %s", (_title, fields) => {
    expect(idOf(fields)).not.toBe(before)
  })

  test("changes with the source, the environment and a secret's fingerprint", () => {
    const service = serviceOf("targets: [fly]")
    const ids = [
      deploymentId(service, "sha256:1"),
      deploymentId(service, "sha256:2"),
      deploymentId(service, undefined),
      deploymentId(service, "sha256:1", { environment: "staging" }),
      deploymentId(service, "sha256:1", { environment: "production" }),
      deploymentId(service, "sha256:1", { secrets: { KEY: "aaaa" } }),
      deploymentId(service, "sha256:1", { secrets: { KEY: "bbbb" } }),
    ]
    expect(new Set(ids).size).toBe(ids.length)
  })
})

describe("canonical text", () => {
  test("does not depend on the order of keys, and leaves out what is undefined", () => {
    expect(canonicalText({ b: [{ d: 1, c: undefined }, null], a: "x" })).toBe(
      '{"a":"x","b":[{"d":1},null]}',
    )
    expect(canonicalText(undefined)).toBe("null")
  })

  test("is the same for equal data only", () => {
    const plain = fc.jsonValue({ depthSize: "small" })
    fc.assert(
      fc.property(plain, plain, (a, b) => {
        expect(canonicalText(reversed(a))).toBe(canonicalText(a))
        const equal = JSON.stringify(sorted(a)) === JSON.stringify(sorted(b))
        expect(canonicalText(a) === canonicalText(b)).toBe(equal)
      }),
    )
  })
})

function reversed(value: unknown): unknown {
  return rebuilt(value, (keys) => keys.toReversed())
}

function sorted(value: unknown): unknown {
  return rebuilt(value, (keys) => keys.toSorted())
}

function rebuilt(value: unknown, order: (keys: readonly string[]) => readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((item) => rebuilt(item, order))
  if (typeof value !== "object" || value === null) return value
  const entries = new Map<string, unknown>(Object.entries(value))
  return Object.fromEntries(
    order([...entries.keys()]).map((key) => [key, rebuilt(entries.get(key), order)]),
  )
}

function idOf(fields: string): string {
  return deploymentId(serviceOf(fields), "sha256:1")
}

function serviceOf(fields: string) {
  const { project, diagnostics } = renderManifest(manifest(fields), { providers: [] })
  const [service] = project?.services ?? []
  if (service === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"))
  return service
}
