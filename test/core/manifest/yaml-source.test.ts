import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import { parse } from "yaml"
import { readYaml, valueAt } from "../../../src/core/manifest/yaml-source.ts"
import { placed } from "../../support/parse-text.ts"

const read = (text: string) => readYaml(text, "aidep.yaml")
const faults = (text: string) => placed(read(text).diagnostics)
const messages = (text: string) =>
  read(text).diagnostics.map(({ message, hint }) => `${message} ${hint}`)

describe("plain data", () => {
  test.each([
    ["nothing", "", null],
    ["a comment only", "# a\n", null],
    ["blank lines", "\n \n", null],
    ["a document start only", "---\n", null],
    ["Windows line ends", "a: 1\r\nb:\r\n  - 2\r\n", { a: 1, b: [2] }],
    [
      "numeric and other keys as they are written",
      "1: a\n2.50: b\ntrue: c\n.nan: d\n",
      { 1: "a", "2.50": "b", true: "c", ".nan": "d" },
    ],
    [
      "keys that JavaScript knows",
      "constructor: 1\ntoString: 2\n",
      { constructor: 1, toString: 2 },
    ],
    [
      "YAML 1.2, whatever the directive says",
      "%YAML 1.1\n---\na: yes\nb: 0o7\n",
      { a: "yes", b: 7 },
    ],
    ["a block text", "a: |\n  b\n  c\n", { a: "b\nc\n" }],
  ])("%s", (_title, text, value) => {
    const source = read(text)
    expect(source.diagnostics).toEqual([])
    expect(source.value).toEqual(value)
  })

  test("is what the library makes of it", () => {
    const key = fc.oneof(
      fc.stringMatching(/^[a-z_]{1,6}$/),
      fc.constantFrom("1", "true", "a b", "é"),
    )
    const leaf = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null))
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        leaf,
        fc.array(tie("tree"), { maxLength: 4 }),
        fc.dictionary(key, tie("tree"), { maxKeys: 4 }),
      ),
    }))
    fc.assert(
      fc.property(tree, (value) => {
        const text = JSON.stringify(value)
        expect(read(text).value).toEqual(parse(text))
      }),
      { seed: 20_261_121 },
    )
  })
})

describe("anchors and merge keys", () => {
  test.each([
    ["an alias repeats", "x: &a { b: 1 }\ny: *a\n", { b: 1 }],
    ["a merge key fills in", "x: &a { b: 1, c: 2 }\ny: { <<: *a, c: 3 }\n", { b: 1, c: 3 }],
    ["own entries win, also before the merge", "x: &a { c: 2 }\ny: { c: 3, <<: *a }\n", { c: 3 }],
    [
      "the first of several wins",
      "x: &a { b: 1 }\nz: &c { b: 2, d: 4 }\ny: { <<: [*a, *c] }\n",
      { b: 1, d: 4 },
    ],
    ["two merge keys", "x: &a { b: 1 }\nz: &c { d: 4 }\ny:\n  <<: *a\n  <<: *c\n", { b: 1, d: 4 }],
    ["merges of merges", "x: &a { b: 1 }\nz: &c { <<: *a, d: 4 }\ny: { <<: *c }\n", { b: 1, d: 4 }],
    ["an inline map", "y: { <<: { b: 1 }, c: 2 }\n", { b: 1, c: 2 }],
    ["an anchor set again counts from there", "x: &a { k: &k 1 }\nw: &k 2\nz: *a\ny: *k\n", 2],
    [
      "an alias keeps its anchor when it is repeated",
      "k: &k 1\nx: &a { v: *k }\nw: &k 2\ny: *a\n",
      { v: 1 },
    ],
  ])("%s", (_title, text, expected) => {
    const source = read(text)
    expect(source.diagnostics).toEqual([])
    expect(valueAt(source.value, ["y"])).toEqual(expected)
  })

  test.each([
    ["an alias of nothing", "a: *b\n", ["1:4 manifest/alias"]],
    ["an alias before its anchor", "a: *b\nb: &b 1\n", ["1:4 manifest/alias"]],
    ["an anchor that contains itself", "a: &a [*a]\n", ["1:8 manifest/alias"]],
    ["a merge of itself", "a: &a\n  b: 1\n  <<: *a\n", ["3:7 manifest/alias"]],
    [
      "a loop over two anchors",
      "a: &a\n  b: &b\n    c: *a\n    d: *b\n",
      ["3:8 manifest/alias", "4:8 manifest/alias"],
    ],
    ["a merge of a text", "a: &a b\nc:\n  <<: *a\n", ["3:3 manifest/merge"]],
    ["a merge of a list of texts", "c: { <<: [b] }\n", ["1:6 manifest/merge"]],
    ["a merge of nothing", "c: { <<: }\n", ["1:6 manifest/merge"]],
    [
      "a fault inside an anchor, once",
      "a: &a { b: 1, b: 2 }\nc: *a\nd: *a\n",
      ["1:15 manifest/duplicate-key"],
    ],
  ])("%s is refused", (_title, text, expected) => {
    expect(faults(text)).toEqual(expected)
  })

  test("ten levels of nine aliases are refused once", () => {
    const levels = Array.from({ length: 10 }, (_, level) => {
      const items = Array.from({ length: 9 }, () => (level === 0 ? "lol" : `*l${level - 1}`))
      return `l${level}: &l${level} [${items.join(", ")}]\n`
    })
    expect(messages(levels.join(""))).toEqual([
      expect.stringMatching(
        /^The alias "\*l\d" cannot be followed: it makes more than 100,000 copies\./,
      ),
    ])
  })

  test("a long text copied many times is refused", () => {
    const text = `a: &a ${"x".repeat(100_000)}\nb: [${Array.from({ length: 200 }, () => "*a").join(", ")}]\n`
    expect(faults(text)).toEqual([expect.stringMatching(/^2:\d+ manifest\/alias$/)])
  })
})

describe("keys", () => {
  test("twice: the second is reported and names the line of the first", () => {
    const [found] = read("services:\n  a: 1\n  b: 2\n  a: 3\n").diagnostics
    expect(found).toMatchObject({
      code: "manifest/duplicate-key",
      message: 'The key "a" is there twice; the first is on line 2.',
      place: { file: "aidep.yaml", line: 4, column: 3 },
    })
  })

  test("written in two ways they are still the same", () => {
    expect(faults('1: a\n"1": b\n')).toEqual(["2:1 manifest/duplicate-key"])
  })

  test.each([
    ["__proto__: 1\n", "1:1 manifest/invalid-key"],
    ["a:\n  __proto__: { b: 1 }\n", "2:3 manifest/invalid-key"],
    ["? [a]\n: 1\n", "1:3 manifest/invalid-key"],
    ["? { a: 1 }\n: 1\n", "1:3 manifest/invalid-key"],
    ["a:\n  ~: 1\n", "2:3 manifest/invalid-key"],
  ])("%j is refused", (text, fault) => {
    expect(faults(text)).toEqual([fault])
  })
})

describe("what is not well-formed", () => {
  test.each([
    ["a tab", "a:\n\tb: 1\n", "2:1", "a tab indents this line. Indent with spaces, two a level."],
    [
      "two documents",
      "a: 1\n---\nb: 2\n",
      "2:1",
      'a second document begins here. Keep one document; remove the "---" line.',
    ],
    [
      "an unknown tag",
      "a: !secret b\n",
      "1:4",
      'the value has a tag that manifests do not use. Remove the word that begins with "!", or put the whole text in quotes.',
    ],
    [
      "binary data",
      "a: !!binary aGk=\n",
      "1:4",
      'the value has a tag that manifests do not use. Remove the word that begins with "!", or put the whole text in quotes.',
    ],
  ])("%s", (_title, text, place, rest) => {
    expect(faults(text)).toEqual([`${place} manifest/yaml-syntax`])
    expect(messages(text)).toEqual([`This is not well-formed YAML: ${rest}`])
  })

  test.each([
    ["an open quote", 'a: "b\n'],
    ["an open bracket", "a: [b\n"],
    ["an open brace", "a: { b: 1\n"],
    ["a nested plain map", "a: b: c\n"],
    ["an outdented line", "a:\n    b: 1\n  c: 2\n"],
    ["a reserved character", "a: @b\n"],
    ["a broken escape", 'a: "\\q"\n'],
    ["two anchors on one value", "a: &b &c d\n"],
  ])("%s", (_title, text) => {
    const [first] = read(text).diagnostics
    expect(first?.code).toBe("manifest/yaml-syntax")
    expect(first?.hint).toBe(
      "Check indentation, colons, quotes and brackets here and on the line before.",
    )
  })

  test("of hundreds of faults the first twenty are reported", () => {
    expect(faults("a: ]\n".repeat(300))).toHaveLength(20)
  })

  test.each([
    ["brackets", "[".repeat(10_000)],
    ["braces", "{a: ".repeat(10_000)],
    ["hyphens", `a:\n  ${"- ".repeat(10_000)}b`],
    ["closed brackets", `${"[".repeat(10_000)}${"]".repeat(10_000)}`],
    ["closed brackets that the parser can still read", `${"[".repeat(200)}${"]".repeat(200)}`],
    [
      "indentation",
      Array.from({ length: 1000 }, (_, depth) => `${" ".repeat(depth)}a:\n`).join(""),
    ],
  ])("endless %s are too deep", (_title, text) => {
    expect(read(text).diagnostics.map(({ code }) => code)).toContain("manifest/too-deep")
  })

  test("a chain of merges is as deep as nesting", () => {
    const links = Array.from({ length: 500 }, (_, i) => `x${i + 1}: &x${i + 1} { <<: *x${i} }\n`)
    const codes = read(`x0: &x0 { a: 1 }\n${links.join("")}`).diagnostics.map(({ code }) => code)
    expect(new Set(codes)).toEqual(new Set(["manifest/too-deep"]))
  })

  test("of thousands of equal keys the first thousand are reported", () => {
    const found = read("k: 1\n".repeat(5000)).diagnostics
    expect(found).toHaveLength(1001)
    expect(found.at(-1)?.message).toBe("3,999 more errors are not shown.")
  })
})

const at = ({ line, column }: { line: number; column: number }) => `${line}:${column}`

describe("places", () => {
  const text = [
    "a: 1",
    "list:",
    "  - first",
    "  - { key: 'quoted', other: \"${x}\" }",
    "base: &base { shared: 60s }",
    "child: { <<: *base, own: *base }",
    "block: |",
    "  line",
    'escaped: "\\u0041${x}"',
  ].join("\n")
  const source = read(text)

  test.each([
    [[], "1:1", "1:1"],
    [["a"], "1:4", "1:1"],
    [["list"], "3:3", "2:1"],
    [["list", 0], "3:5", "3:5"],
    [["list", 1, "key"], "4:13", "4:7"],
    [["child", "shared"], "5:23", "5:15"],
    [["child", "own"], "6:26", "6:21"],
    [["child", "own", "shared"], "5:23", "5:15"],
    [["missing"], "1:1", "1:1"],
    [["list", 7], "2:1", "2:1"],
    [["list", 1, "missing", "deeper"], "4:5", "4:5"],
  ])("of %j: value %s, key %s", (path, value, key) => {
    expect([at(source.placeOf(path)), at(source.placeOfKey(path))]).toEqual([value, key])
  })

  test.each([
    [["list", 1, "other"], 2, "4:32"],
    [["block"], 3, "7:8"],
    [["escaped"], 3, "9:11"],
    [["child", "own"], 3, "6:26"],
    [["missing"], 3, "1:1"],
  ])("inside %j at %i: %s", (path, offset, expected) => {
    expect(at(source.placeIn(path, offset))).toBe(expected)
  })

  test("what is there", () => {
    expect(source.has(["child", "shared"])).toBe(true)
    expect(source.has(["child", "missing"])).toBe(false)
    expect(source.has(["a", "b"])).toBe(false)
  })

  test("a plain value keeps the text in which it is written", () => {
    const numbers = read("a: 1.10\nb: 0x1F\nc: 'q'\nd: True\ne: ~\nf: [1]\ng: &n 007\nh: *n\n")
    const texts = ["a", "b", "c", "d", "e", "f", "h"].map((key) => numbers.textOf([key]))
    expect(texts).toEqual(["1.10", "0x1F", "q", "True", undefined, undefined, "007"])
  })
})
