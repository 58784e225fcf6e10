import { readFileSync } from "node:fs"
import { describe, expect, test } from "vitest"
import cloudflare from "../../../providers/cloudflare/provider.ts"
import { errorsOf, gateway, render } from "./manifests.ts"

const complete = readFileSync(
  new URL("../../fixtures/manifests/complete.yaml", import.meta.url),
  "utf8",
)

describe("the manifest of the documentation", () => {
  test("goes to Cloudflare without an error", () => {
    const rendered = render(complete, { target: "cloudflare" })
    expect(errorsOf(rendered)).toEqual([])
    expect([...rendered.files.keys()]).toEqual([
      "wrangler.gateway.jsonc",
      "wrangler.site.jsonc",
      "cloudflare.edge.yaml",
    ])
  })

  test("is told what has no effect there", () => {
    const { diagnostics } = render(complete, { target: "cloudflare" })
    const ignored = diagnostics.filter(({ code }) => code === "support/ignored")
    expect(ignored.map(({ message }) => message.split('"')[1])).toEqual([
      "size.cpu",
      "size.memory",
      "scale.max",
      "scale.concurrency",
      "preDeploy",
    ])
    expect(ignored.find(({ message }) => message.includes("preDeploy"))?.message).toContain(
      "Run migrations from CI",
    )
  })
})

describe("what Workers cannot do", () => {
  test.each([
    ["gpu: [T4]", "GPUs run on Modal, or on Docker Compose on a machine that has one."],
    ["volumes: { data: { mount: /data } }", "Keep files in a resource of the kind bucket (R2)."],
  ])("%s is an error that says where it goes", (field, where) => {
    const [error = ""] = errorsOf(render(`${gateway}    ${field}\n`))
    expect(error).toContain(where)
  })

  test.each([
    ["kind: worker", "Long-running processes go to Railway, Render or Fly.io."],
    ["kind: inference", "Models run on Modal"],
  ])("a service of %s is an error that says where it goes", (kind, where) => {
    const [error = ""] = errorsOf(render(gateway.replace("kind: web", kind)))
    expect(error).toContain(where)
  })

  test("an image is an error", () => {
    const text = gateway.replace("source: ./services/gateway", "image: ghcr.io/acme/gateway:1")
    expect(errorsOf(render(text)).join()).toContain("bundled from source")
  })

  test.each(["redis", "postgres", "mongodb", "qdrant"])("a %s is an error", (kind) => {
    const rendered = render(
      `${gateway}resources: { data: { kind: ${kind}, targets: [cloudflare] } }\n`,
    )
    expect(errorsOf(rendered)).toHaveLength(1)
  })
})

describe("the catalogue", () => {
  test("has every diagnostic under this platform's own codes, once", () => {
    const codes = cloudflare.errors.map(({ code }) => code)
    expect(codes.filter((code) => !/^cloudflare\/[a-z]+(?:-[a-z]+)*$/.test(code))).toEqual([])
    expect(new Set(codes).size).toBe(codes.length)
  })
})
