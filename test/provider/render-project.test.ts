import { describe, expect, test } from "vitest"
import { placed } from "../support/parse-text.ts"
import { renderManifest, type RenderManifestOptions } from "../support/render-manifest.ts"
import { acme, files, named, twin } from "./test-provider.ts"

const text = (more = "", own = "") => `version: 1
name: shop
services:
  api: { kind: web, source: ./api, targets: [acme]${own} }
  jobs: { kind: worker, source: ./jobs, targets: [acme] }
${more}`

const render = (manifest: string, options: Partial<RenderManifestOptions> = {}) =>
  renderManifest(manifest, { providers: [acme], ...options })
const acmeFile = (manifest: string, options?: Partial<RenderManifestOptions>): unknown =>
  JSON.parse(render(manifest, options).files.get("acme.json") ?? "null")

describe("a provider", () => {
  test("has what its definition leaves out filled in", () => {
    expect(named).toMatchObject({
      alwaysAllowed: false,
      scope: "placed",
      maxNameLength: 63,
      credentials: [],
      tools: [],
      retirements: [],
      errors: [],
    })
  })

  test("gets what is placed on it, its options with defaults, and names of its length", () => {
    const more =
      "resources: { cache: { kind: redis, targets: [acme] }, far: { kind: qdrant, targets: [external] } }\nedge: { target: acme, domain: a.example.com, service: api }\n"
    expect(acmeFile(text(more))).toEqual({
      services: [
        { name: "shop-production-api", region: "here", port: 8080 },
        { name: "shop-production-jobs", region: "here" },
      ],
      resources: [{ name: "shop-production-cache", kind: "redis" }],
      domain: "a.example.com",
    })
  })

  test("without anything placed on it renders nothing for nobody", () => {
    const elsewhere = text().replaceAll("[acme]", "[external]")
    expect(acmeFile(elsewhere)).toEqual({ services: [], resources: [] })
  })

  test("that is known by name only does nothing", () => {
    const rendered = render(text(), { providers: [acme, named] })
    expect(rendered.platforms.get("named")).toMatchObject({
      specs: { services: [], resources: [], edge: undefined },
      artifacts: [],
      diagnostics: [],
    })
  })
})

describe("options", () => {
  const options = "platforms: { acme: { region: there, plan: small } }\n"

  test("of the service are laid over those of the platform", () => {
    const own = ", platforms: { acme: { region: here, plan: null } }"
    expect(acmeFile(text(options, own))).toMatchObject({
      plan: "small",
      services: [{ region: "here" }, { region: "there" }],
    })
  })

  test.each([
    ["platforms: { acme: { regoin: here } }\n", "", ["6:22 manifest/unknown-key"]],
    ["platforms: { acme: { region: mars } }\n", "", ["6:30 manifest/wrong-value"]],
    ["", ", platforms: { acme: { region: mars } }", ["4:82 manifest/wrong-value"]],
    ["", ", platforms: { acme: { regoin: here } }", ["4:74 manifest/unknown-key"]],
    [options, ", platforms: { acme: { plan: 5 } }", ["4:80 manifest/wrong-type"]],
  ])("that do not fit are reported where they are written: %j %j", (more, own, faults) => {
    const { files: rendered, diagnostics } = render(text(more, own))
    expect([...new Set(placed(diagnostics))]).toEqual(faults)
    expect(rendered.has("acme.json")).toBe(false)
  })

  test("say what is known and what was meant", () => {
    const [found] = render(text("platforms: { acme: { regoin: here } }\n")).diagnostics
    expect(found).toMatchObject({
      message: 'The key "regoin" is not known in "platforms.acme".',
      hint: 'Did you mean "region"?',
    })
  })
})

describe("what a provider reports", () => {
  test("stands at the field when the manifest writes it", () => {
    const { diagnostics, files: rendered } = render(text("", ", scale: { max: 9 }"))
    expect(placed(diagnostics)).toEqual(["4:67 acme/too-many"])
    expect(rendered.size).toBe(0)
  })

  test("stands at the item, or the platform's block, when it does not", () => {
    const third = "  third: { kind: worker, source: ./t, targets: [acme] }\n"
    expect(placed(render(text(third)).diagnostics)).toEqual(["1:1 acme/crowded"])
    const block = `${third}platforms: { acme: { region: here } }\n`
    expect(placed(render(text(block)).diagnostics)).toEqual(["7:30 acme/crowded"])
  })

  test("as a warning does not keep it from rendering", () => {
    const third = "  third: { kind: worker, source: ./t, targets: [acme] }\n"
    expect(render(text(third)).files.has("acme.json")).toBe(true)
  })
})

describe("a platform for the whole project", () => {
  const providers = [acme, files]

  test("gets every item that is not elsewhere, and the platforms in use", () => {
    const more = "  far: { kind: web, targets: [external] }\n"
    const { files: rendered } = render(text(more), { providers })
    expect(JSON.parse(rendered.get("list.json") ?? "null")).toEqual({
      services: ["api", "jobs"],
      platforms: ["acme"],
    })
  })

  test("has options of its own and can be switched off", () => {
    expect([
      ...render(text("platforms: { files: { name: index } }\n"), { providers }).files.keys(),
    ]).toEqual(["acme.json", "index.json"])
    expect([...render(text("platforms: { files: false }\n"), { providers }).files.keys()]).toEqual([
      "acme.json",
    ])
  })

  test("that writes the file of another differently is an error, the same is not", () => {
    const [agreed, different] = ["list", "index"].map((name) =>
      render(text(`platforms: { files: { name: ${name} } }\n`), { providers: [acme, files, twin] }),
    )
    expect(agreed?.diagnostics).toEqual([])
    expect([...(agreed?.files.keys() ?? [])]).toEqual(["acme.json", "list.json", "index.json"])
    expect(different?.diagnostics.map(({ code, message }) => `${code}: ${message}`)).toEqual([
      'artifact/collision: "index.json" would get different content from files and twin.',
    ])
  })

  test("that was asked for and cannot is an error", () => {
    const { diagnostics } = render(text("platforms: { files: { name: other } }\n"), { providers })
    expect(diagnostics.map(({ severity, code }) => `${severity} ${code}`)).toContain(
      "error manifest/wrong-value",
    )
  })
})

test("the same manifest gives the same files, however often", () => {
  const manifest = text("platforms: { acme: { region: there } }\n")
  const [one, other] = [render(manifest), render(manifest)]
  expect([...one.files]).toEqual([...other.files])
})
