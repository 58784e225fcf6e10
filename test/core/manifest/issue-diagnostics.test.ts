import { describe, expect, test } from "vitest"
import * as z from "zod"
import { issueDiagnostics } from "../../../src/core/manifest/issue-diagnostics.ts"
import { valueAt } from "../../../src/core/manifest/yaml-source.ts"
import { parseText, placed } from "../../support/parse-text.ts"
import { wrongManifests } from "./wrong-manifests.ts"

describe("each fault has its place, a message and a hint", () => {
  test.each(wrongManifests)("$title", ({ text, fault, message, hint }) => {
    const { parsed, diagnostics } = parseText(text)
    expect(placed(diagnostics)).toEqual([fault])
    expect(diagnostics[0]).toMatchObject({ severity: "error", message, hint })
    expect(parsed).toBeUndefined()
  })

  test("all faults are reported at once", () => {
    const text = "version: 2\nname: Shop\nservices:\n  api: { kind: wob, port: x }\n"
    expect(placed(parseText(text).diagnostics)).toEqual([
      "1:10 manifest/wrong-value",
      "2:7 manifest/wrong-form",
      "4:16 manifest/wrong-value",
      "4:3 manifest/missing-key",
      "4:27 manifest/wrong-type",
    ])
  })

  test.each([
    ["- a\n", "The manifest must be a map, but it is a list."],
    ["hello\n", 'The manifest must be a map, but it is the text "hello".'],
  ])("a manifest that is no map: %j", (text, message) => {
    expect(parseText(text).diagnostics.map((found) => found.message)).toEqual([message])
  })

  test("of thousands of unknown keys the first thousand are reported", () => {
    const keys = Array.from({ length: 3000 }, (_, index) => `key${index}: 1\n`).join("")
    const { diagnostics } = parseText(`version: 1\nname: shop\nservices: {}\n${keys}`)
    expect(diagnostics).toHaveLength(1001)
    expect(diagnostics.at(-1)?.message).toBe("2,000 more errors are not shown.")
  })

  test("a long text is shortened", () => {
    const text = `version: 1\nname: ${"a".repeat(500)}\nservices: {}\n`
    expect(parseText(text).diagnostics[0]?.message.length).toBeLessThan(120)
  })
})

const say = (schema: z.ZodType, value: unknown) => {
  const { error } = schema.safeParse(value)
  const place = { file: "aidep.yaml", line: 1, column: 1 }
  return issueDiagnostics(error?.issues ?? [], {
    places: { value: () => place, key: () => place, inside: () => place },
    knownKeys: () => ["known"],
    valueAt: (path) => valueAt(value, path),
    prefix: ["platforms", "acme"],
  }).map(({ code, message, hint }) => `${code}: ${message} ${hint}`)
}

describe("schemas of providers", () => {
  test.each([
    [
      "an expression with a message",
      z.object({ id: z.string().regex(/^a$/, "the letter a") }),
      'manifest/wrong-form: "platforms.acme.id" is "b", which is not valid. Write the letter a.',
    ],
    [
      "an expression without one",
      z.object({ id: z.string().regex(/^a$/) }),
      'manifest/wrong-form: "platforms.acme.id" is "b", which is not valid. Write another value.',
    ],
    [
      "a check of its own",
      z.object({ id: z.string().refine((text) => text === "a", "the letter a.") }),
      'manifest/wrong-form: "platforms.acme.id" is "b", which is not valid. Write the letter a.',
    ],
    [
      "a known format",
      z.object({ id: z.email() }),
      'manifest/wrong-form: "platforms.acme.id" is "b", which is not an e-mail address. Write an e-mail address, such as a@example.com.',
    ],
    [
      "a union of texts",
      z.object({ id: z.union([z.enum(["x", "y"]), z.number()]) }),
      'manifest/wrong-value: "platforms.acme.id" cannot be the text "b". Use one of: x, y.',
    ],
    [
      "a union of other types",
      z.object({ id: z.union([z.number(), z.literal(false)]) }),
      'manifest/wrong-type: "platforms.acme.id" must be a number or false, but it is the text "b". Write a number or false here.',
    ],
    [
      "a multiple",
      z.object({ id: z.string().transform(Number.parseFloat).pipe(z.number().multipleOf(5)) }),
      'manifest/wrong-type: "platforms.acme.id" must be a number, but it is the text "b". Write a number here.',
    ],
  ])("%s", (_title, schema, expected) => {
    expect(say(schema, { id: "b" })).toEqual([expected])
  })

  test("a step of numbers", () => {
    expect(say(z.object({ n: z.number().multipleOf(5) }), { n: 3 })).toEqual([
      'manifest/wrong-form: "platforms.acme.n" is "the number 3", which is not valid. Write another value.',
    ])
  })

  test("a length of texts and lists", () => {
    const schema = z.object({ text: z.string().max(2), list: z.array(z.string()).max(1) })
    expect(say(schema, { text: "abc", list: ["a", "b"] })).toEqual([
      'manifest/out-of-range: "platforms.acme.text" must be at most 2. Write at most 2 here.',
      'manifest/out-of-range: "platforms.acme.list" must be at most 1. Write at most 1 here.',
    ])
  })
})
