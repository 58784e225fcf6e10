import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import { parseVariables } from "../../../src/core/init/variable-clues.ts"
import { withVariable } from "../../../src/core/secrets/set-variable.ts"

describe("a variable in a .env file", () => {
  test.each([
    ["an empty file", "", "A=1\n"],
    ["a file without the name", "B=2\n", "B=2\nA=1\n"],
    ["a file without a line break at its end", "B=2", "B=2\nA=1\n"],
    ["its line, and nothing else", "# first\nA=old # note\nB=2\n", "# first\nA=1\nB=2\n"],
    ["an exported line", "export A=old\nB=2\n", "A=1\nB=2\n"],
    ["the line that counts", "A=old\nA=older\n", "A=old\nA=1\n"],
    ["lines that end as on Windows", "A=old\r\nB=2\r\n", "A=1\r\nB=2\r\n"],
    ["no line of a longer name", "XA=2\nA_B=3\n", "XA=2\nA_B=3\nA=1\n"],
  ])("is set in %s", (_, before, after) => {
    expect(withVariable(before, { name: "A", value: "1" })).toBe(after)
  })

  test.each([
    ["plain text", "secret-1", "secret-1"],
    ["a sign of a comment", "a #b", "'a #b'"],
    ["spaces around", " a ", "' a '"],
    ["single quotes around", "'a'", "\"'a'\""],
    ["signs that shells know", "$a`b`\\n", "$a`b`\\n"],
  ])("holds %s", (_, value, written) => {
    expect(withVariable("", { name: "A", value })).toBe(`A=${written}\n`)
  })

  test.each(["two\nlines", "two\rlines", "'\" #"])("refuses %j", (value) => {
    expect(withVariable("", { name: "A", value })).toBeUndefined()
  })

  test("is read back as it was given, and the others as they were", () => {
    const others = "# note\nB='b c'\nexport C=d\n"
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (value) => {
        const text = withVariable(others, { name: "A", value })
        if (text === undefined) return
        expect(parseVariables(text)).toEqual([...parseVariables(others), { name: "A", value }])
        expect(withVariable(text, { name: "A", value })).toBe(text)
      }),
    )
  })
})
