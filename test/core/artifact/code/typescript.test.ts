import { stripTypeScriptTypes } from "node:module"
import { runInNewContext } from "node:vm"
import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import {
  call,
  type CodeFile,
  data,
  list,
  literal,
  map,
  method,
  reference,
  type Statement,
} from "../../../../src/core/artifact/code/code.ts"
import type { DataObject } from "../../../../src/core/artifact/data.ts"
import { printTypeScript } from "../../../../src/core/artifact/code/typescript.ts"
import { anyData, anyText } from "../../../support/arbitrary-data.ts"

const print = (...statements: readonly Statement[]) => printTypeScript({ statements })

describe("TypeScript", () => {
  const file: CodeFile = {
    statements: [
      { type: "import", module: "acme/iac", names: ["project", "service"] },
      { type: "blank" },
      { type: "comment", text: "Two lines,\nboth comments." },
      {
        type: "assign",
        name: "api",
        value: call("service", [literal("api")], { cpu: literal(0.5) }),
      },
      {
        type: "export-default",
        value: call("project", [
          {
            type: "arrow",
            body: [
              { type: "assign", name: "url", value: reference("api.outputs.url") },
              { type: "return", value: list([reference("api"), reference("url")]) },
            ],
          },
        ]),
      },
    ],
  }

  test("reads as if written by hand", () => {
    expect(printTypeScript(file)).toBe(`import { project, service } from "acme/iac";

// Two lines,
// both comments.
const api = service("api", { cpu: 0.5 });
export default project(() => {
  const url = api.outputs.url;
  return [api, url];
});
`)
  })

  test("is accepted by the parser of Node", () => {
    expect(stripTypeScriptTypes(printTypeScript(file))).toContain("export default project")
  })

  test("long lists and calls are broken, a lone map hugs its call", () => {
    const words = Array.from({ length: 12 }, (_, index) => `word number ${index}`)
    expect(
      print({ type: "expression", value: call("f", [map({ words: list(words.map(literal)) })]) }),
    ).toBe(
      ["f({", "  words: [", ...words.map((word) => `    "${word}",`), "  ],", "});", ""].join("\n"),
    )
  })

  test("members and keys that are no names are quoted", () => {
    const value = method({ type: "member", of: reference("a"), name: "b-c" }, "d", {
      named: { "e-f": literal(null), g: undefined },
    })
    expect(print({ type: "expression", value })).toBe('a["b-c"].d({ "e-f": null });\n')
  })

  test("a function has its body", () => {
    const body: readonly Statement[] = [{ type: "return", value: literal(1) }]
    expect(print({ type: "function", name: "f", parameters: ["a", "b"], body })).toBe(
      "function f(a, b) {\n  return 1;\n}\n",
    )
  })
})

describe("for any data", () => {
  const { value } = anyData()

  test("the text is that data again", () => {
    fc.assert(
      fc.property(value, (plain) => {
        const text = print({ type: "assign", name: "value", value: data(plain) })
        const json: unknown = runInNewContext(`${text}JSON.stringify(value)`)
        expect(json).toBe(JSON.stringify(plain))
      }),
      { numRuns: 300, seed: 20_261_121 },
    )
  })

  test("a key that would be a prototype is a key", () => {
    const plain: unknown = JSON.parse('{ "__proto__": { "a": 1 }, "constructor": 2 }')
    const text = print({ type: "assign", name: "value", value: data(plain as DataObject) })
    expect(runInNewContext(`${text}JSON.stringify(value)`)).toBe(JSON.stringify(plain))
  })

  test("a comment never becomes code", () => {
    fc.assert(
      fc.property(anyText, anyText, (one, other) => {
        const text = print({ type: "comment", text: `${one}\n${other}` })
        expect(runInNewContext(`${text}; "nothing ran"`)).toBe("nothing ran")
        expect(
          text
            .trimEnd()
            .split("\n")
            .every((line) => line.startsWith("//")),
        ).toBe(true)
      }),
    )
  })
})
