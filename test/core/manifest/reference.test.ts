import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import { parseTemplate, type Segment } from "../../../src/core/manifest/reference.ts"

describe("references", () => {
  test.each<[string, Segment]>([
    ["${services.a.url}", { type: "service", service: "a", output: "url" }],
    ["${services.a-b.host}", { type: "service", service: "a-b", output: "host" }],
    ["${services.a.token}", { type: "service", service: "a", output: "token" }],
    ["${resources.cache.url}", { type: "resource", resource: "cache" }],
    ["${secrets.API_KEY}", { type: "secret", name: "API_KEY" }],
    ["${env.HOME}", { type: "variable", name: "HOME" }],
    ["${deployment.id}", { type: "deployment" }],
    ["${environment}", { type: "environment" }],
  ])("%s", (text, segment) => {
    expect(parseTemplate(text)).toEqual({ segments: [{ segment, offset: 0 }], problems: [] })
  })

  test.each([
    "${}",
    "${a}",
    "${services}",
    "${services.a}",
    "${services.a.port}",
    "${services..url}",
    "${services.a.url.more}",
    "${resources.a.host}",
    "${secrets.A-B}",
    "${secrets.A.b}",
    "${env.1A}",
    "${deployment}",
    "${deployment.ids}",
    "${environment.name}",
    "${ environment }",
    "${services.${environment}",
    "${services.a.url",
    "${",
  ])("%s is none", (text) => {
    expect(parseTemplate(text).problems).toEqual([{ offset: 0, reference: text }])
  })
})

describe("texts around references", () => {
  test("each piece knows where it begins", () => {
    const { segments, problems } = parseTemplate("redis://${resources.cache.url}/0?${nothing}&x")
    expect(segments.map(({ segment, offset }) => [segment.type, offset])).toEqual([
      ["text", 0],
      ["resource", 8],
      ["text", 30],
      ["text", 43],
    ])
    expect(problems).toEqual([{ offset: 33, reference: "${nothing}" }])
  })

  test.each([
    ["$${environment}", "${environment}"],
    ["a$${b}c", "a${b}c"],
    ["$", "$"],
    ["$$", "$$"],
    ["$ {x}", "$ {x}"],
    ["{}", "{}"],
    ["$$${x}", "$${x}"],
  ])("%j is the plain text %j", (written, text) => {
    const { segments, problems } = parseTemplate(written)
    expect(segments.map(({ segment }) => segment)).toEqual([{ type: "text", text }])
    expect(problems).toEqual([])
  })

  test("an empty value has no pieces", () => {
    expect(parseTemplate("")).toEqual({ segments: [], problems: [] })
  })
})

describe("for any text", () => {
  const template = fc
    .array(
      fc.oneof(
        fc.string(),
        fc.constantFrom("${", "}", "$${", "$", "${secrets.A}", "${services.a.url}", "${x}"),
      ),
    )
    .map((parts) => parts.join(""))

  test("an escaped text is itself", () => {
    fc.assert(
      fc.property(template, (text) => {
        fc.pre(!text.includes("$${"))
        const { segments, problems } = parseTemplate(text.replaceAll("${", "$$${"))
        expect(problems).toEqual([])
        expect(
          segments.map(({ segment }) => (segment.type === "text" ? segment.text : "?")),
        ).toEqual(text === "" ? [] : [text])
      }),
    )
  })

  test("pieces and problems stand at rising offsets within the text", () => {
    fc.assert(
      fc.property(template, (text) => {
        const { segments, problems } = parseTemplate(text)
        const offsets = [...segments, ...problems]
          .map(({ offset }) => offset)
          .toSorted((a, b) => a - b)
        expect(new Set(offsets).size).toBe(offsets.length)
        for (const { offset, reference } of problems)
          expect(text.startsWith(reference, offset)).toBe(true)
        for (const { segment, offset } of segments)
          expect(segment.type === "text" || text.startsWith("${", offset)).toBe(true)
        expect(offsets.every((offset) => offset >= 0 && offset < Math.max(1, text.length))).toBe(
          true,
        )
      }),
    )
  })
})
