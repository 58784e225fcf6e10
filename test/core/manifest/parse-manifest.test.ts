import { describe, expect, test } from "vitest"
import { maxManifestBytes, parseManifest } from "../../../src/core/manifest/parse-manifest.ts"
import { parsedText, parseText, placed } from "../../support/parse-text.ts"

const small =
  "version: 1\nname: shop\nservices:\n  api: { kind: web, source: ./api, targets: [fly], env: { A: b } }\n"

const parse = (bytes: Uint8Array) => parseManifest(bytes, { file: "aidep.yaml" })
const encode = (text: string) => new TextEncoder().encode(text)

describe("bytes", () => {
  test("a byte order mark is no part of the text", () => {
    const { parsed } = parse(encode(`\uFEFF${small}`))
    expect(parsed?.manifest.name).toBe("shop")
    expect(parsed?.places.value(["name"])).toMatchObject({ line: 2, column: 7 })
  })

  test("line ends of Windows keep the columns", () => {
    const { parsed } = parse(encode(small.replaceAll("\n", "\r\n")))
    expect(parsed?.places.value(["services", "api", "kind"])).toMatchObject({ line: 4, column: 16 })
  })

  test.each([
    ["empty", encode(""), "manifest/empty", "The manifest is empty."],
    ["a comment", encode("# none\n"), "manifest/empty", "The manifest is empty."],
    ["null", encode("~\n"), "manifest/empty", "The manifest is empty."],
    [
      "binary",
      new Uint8Array([0x50, 0x4b, 0, 3]),
      "manifest/not-text",
      "The manifest is not UTF-8 text: it holds zero bytes.",
    ],
    [
      "Latin-1",
      new Uint8Array([0x61, 0x3a, 0x20, 0xe9, 0x0a]),
      "manifest/not-text",
      "The manifest is not UTF-8 text: it holds bytes that UTF-8 does not allow.",
    ],
    [
      "UTF-16",
      new Uint8Array([0xff, 0xfe, 0x61, 0x00]),
      "manifest/not-text",
      "The manifest is not UTF-8 text: it holds zero bytes.",
    ],
    [
      "5 MB",
      new Uint8Array(5_000_000).fill(0x23),
      "manifest/too-large",
      "The manifest has 5,000,000 bytes; the limit is 4,194,304.",
    ],
  ])("%s: %s", (_title, bytes, code, message) => {
    const { parsed, diagnostics } = parse(bytes)
    expect(parsed).toBeUndefined()
    expect(diagnostics).toEqual([
      expect.objectContaining({
        severity: "error",
        code,
        message,
        place: { file: "aidep.yaml", line: 1, column: 1 },
      }),
    ])
  })

  test("as many bytes as are allowed are read", () => {
    const comment = `#${"x".repeat(maxManifestBytes - small.length - 2)}\n`
    expect(parse(encode(comment + small)).parsed?.manifest.name).toBe("shop")
  })
})

describe("values", () => {
  test("quantities become numbers in the unit of the schema", () => {
    const { manifest } = parsedText(
      `${small}slo: { availability: 99.5%, p99: 500ms }\nbudget: { monthly: $70 }\nworkload: { responseSize: 4KB }\n`,
    )
    expect(manifest.slo).toEqual({ availability: 0.995, p99: 500 })
    expect(manifest.budget).toEqual({ monthly: 70 })
    expect(manifest.workload).toEqual({ responseSize: 4000 })
  })

  test("keys of the user's own are dropped, whatever they hold", () => {
    const { manifest } = parsedText(`x-a: [1, { b: 2 }]\n${small}state: { store: local, x-b: 1 }\n`)
    expect(Object.keys(manifest)).toEqual(["version", "name", "services", "state"])
    expect(manifest.state).toEqual({ store: "local" })
  })

  test("a service may have the name of something that every object has", () => {
    const { manifest } = parsedText(
      `${small}  constructor: { kind: worker, image: a/b, targets: [fly] }\nenvironments:\n  e: { services: { api: { port: 1 } } }\n`,
    )
    expect(Object.keys(manifest.services)).toEqual(["api", "constructor"])
    expect(manifest.services["constructor"]?.kind).toBe("worker")
  })

  test("what is written is known, and how", () => {
    const parsed = parsedText(small.replace("A: b", "A: 1.10"))
    expect(parsed.writes(["services", "api", "env", "A"])).toBe(true)
    expect(parsed.writes(["services", "api", "port"])).toBe(false)
    expect(parsed.textOf(["services", "api", "env", "A"])).toBe("1.10")
  })

  test("anchors under a free key fill in services", () => {
    const { manifest } = parsedText(
      "version: 1\nname: shop\nx-common: &common\n  targets: [fly]\n  size: { memory: 512MB }\nservices:\n  api: { <<: *common, kind: web, source: ./api }\n  jobs: { <<: *common, kind: worker, source: ./jobs }\n",
    )
    expect(Object.values(manifest.services).map(({ size }) => size)).toEqual([
      { memory: 512_000_000 },
      { memory: 512_000_000 },
    ])
  })

  test("a fault in merged values is placed where it is written", () => {
    const { diagnostics } = parseText(
      "version: 1\nname: shop\nx-c: &c\n  port: http\nservices:\n  api: { <<: *c, kind: web, source: ./a, targets: [fly] }\n",
    )
    expect(placed(diagnostics)).toEqual(["4:9 manifest/wrong-type"])
  })
})

describe("environments", () => {
  const staged = `${small}edge: { target: cloudflare, domain: a.example.com, service: api }
environments:
  production: {}
  staging:
    services: { api: { targets: [render], env: { A: null, C: 2.0 } } }
    edge: null
`

  test("production is the default", () => {
    const { environment, manifest } = parsedText(staged)
    expect(environment).toBe("production")
    expect(manifest.services["api"]?.targets).toEqual(["fly"])
  })

  test("the first is the default where there is no production", () => {
    expect(parsedText(`${small}environments: { eu: {}, us: {} }\n`).environment).toBe("eu")
  })

  test("any name goes where none is declared", () => {
    expect(parsedText(small, "pr-12").environment).toBe("pr-12")
  })

  test("the chosen one is laid over the manifest", () => {
    const { environment, manifest } = parsedText(staged, "staging")
    expect(environment).toBe("staging")
    expect(manifest.edge).toBeUndefined()
    expect(manifest.services["api"]).toMatchObject({ targets: ["render"], env: { C: 2 } })
    expect(manifest.services["api"]?.env).not.toHaveProperty("A")
  })

  test("what it does not touch stays, in its order, and what it adds comes last", () => {
    const text = `${small}  b: { kind: worker, image: a/b, targets: [fly] }
  c: { kind: worker, image: a/c, targets: [fly] }
resources: { cache: { kind: redis, targets: [fly] }, db: { kind: postgres, targets: [fly] } }
environments:
  e:
    services: { d: { kind: worker, image: a/d, targets: [fly] }, b: null, a: null, c: { port: 80 } }
    resources: { cache: null }
    slo: { p99: 1s }
`
    const { manifest } = parsedText(text)
    expect(
      Object.entries(manifest.services).map(([name, { image, port }]) => [name, image, port]),
    ).toEqual([
      ["api", undefined, undefined],
      ["c", "a/c", 80],
      ["d", "a/d", undefined],
    ])
    expect(manifest.resources).toEqual({ db: { kind: "postgres", targets: ["fly"] } })
    expect(manifest.slo).toEqual({ p99: 1000 })
    expect(manifest.name).toBe("shop")
  })

  test("may take away every service", () => {
    expect(
      parsedText(`${small}environments: { e: { services: { api: null } } }\n`).manifest.services,
    ).toEqual({})
  })

  test("places and texts lead to the overlay where it wrote the value", () => {
    const parsed = parsedText(staged, "staging")
    expect(parsed.places.value(["services", "api", "targets"])).toMatchObject({
      line: 9,
      column: 33,
    })
    expect(parsed.places.value(["services", "api", "kind"])).toMatchObject({ line: 4, column: 16 })
    expect(parsed.places.key(["services", "api", "env", "C"])).toMatchObject({
      line: 9,
      column: 59,
    })
    expect(parsed.textOf(["services", "api", "env", "C"])).toBe("2.0")
    expect(parsed.writes(["edge"])).toBe(false)
  })

  test("one that is not declared is an error with those that are", () => {
    const { parsed, diagnostics } = parseText(staged, "prod")
    expect(parsed).toBeUndefined()
    expect(diagnostics).toEqual([
      expect.objectContaining({
        code: "manifest/unknown-environment",
        hint: 'Use one of: production, staging. Or add it under "environments".',
        place: { file: "aidep.yaml", line: 6, column: 1 },
      }),
    ])
  })

  test.each([
    ["name: other", "6:14 manifest/fixed-in-environment"],
    ["version: 1", "6:14 manifest/fixed-in-environment"],
    ["environments: {}", "6:14 manifest/fixed-in-environment"],
    ["services: { api: { port: http } }", "6:39 manifest/wrong-type"],
    ["services: { api: { scal: { min: 1 } } }", "6:33 manifest/unknown-key"],
    ["services: { api: { kind: null } }", "6:33 manifest/missing-key"],
    ["services: { new: { kind: web } }", "6:26 manifest/missing-key"],
    ["services: null", "6:14 manifest/missing-key"],
    ["services: { BAD: { kind: web, source: ./a, targets: [fly] } }", "6:26 manifest/invalid-key"],
    ["state: { store: s3 }", "6:14 manifest/missing-key"],
    ["checks: [{ name: a }]", "6:23 manifest/missing-key"],
  ])(
    "a fault in an environment is placed there, also when another is chosen: %s",
    (line, fault) => {
      const text = `${small}environments:\n  staging: { ${line} }\n  production: {}\n`
      const { parsed, diagnostics } = parseText(text, "production")
      expect(parsed).toBeUndefined()
      expect(placed(diagnostics)[0]).toBe(fault)
    },
  )

  test("a fault of the manifest is reported once, however many environments there are", () => {
    const text = small.replace("kind: web", "kind: wob")
    const { diagnostics } = parseText(
      `${text}environments:\n  a: { registry: x }\n  b: { registry: y }\n  c: {}\n`,
    )
    expect(placed(diagnostics)).toEqual(["4:16 manifest/wrong-value"])
  })

  test("an environment may correct what the manifest leaves open, but the manifest is still judged", () => {
    const text = small.replace("kind: web, ", "")
    const { diagnostics } = parseText(
      `${text}environments:\n  a: { services: { api: { kind: web } } }\n`,
    )
    expect(placed(diagnostics)).toEqual(["4:3 manifest/missing-key"])
  })
})
