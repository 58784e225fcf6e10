import * as fc from "fast-check"
import type { DataObject, DataValue } from "../../src/core/artifact/data.ts"

/** Texts that formats are known to stumble over. */
const awkward = fc.constantFrom(
  ..."y n yes no on off true false null ~ 1 1.0 1e3 0x1F 0o7 .inf .nan 2026-11-21 1:30 <<".split(
    " ",
  ),
  ..."- ? : # & * ! | > ' \" % @ ` { } [ ] , = \\".split(" "),
  "__proto__",
  "constructor",
  "a: b",
  "a #b",
  "- a",
  " a ",
  "a\n",
  "\na",
  "a\nb\n",
  "a\r\nb",
  "\t",
  "---",
  "...",
  "${A}",
  '"""',
  "'''",
  "//",
  "*/",
  "\u0000",
  "\u0007",
  "\u001b[0m",
  "\u007f",
  "\u0085",
  "\u00a0",
  "\u2028",
  "\u2029",
  "\ufeff",
  "é",
  "日本語",
  "😀",
  "x".repeat(200),
)

/** Any text that is well-formed Unicode: files are UTF-8. */
export const anyText = fc.oneof(
  awkward,
  fc.string({ unit: "grapheme" }),
  fc.string({ unit: "binary" }),
  fc.array(awkward, { maxLength: 3 }).map((parts) => parts.join("")),
)

const number = fc.oneof(
  fc.integer(),
  fc.maxSafeInteger(),
  fc.constantFrom(0, 0.5, -1.5, 1e21, 1e-7, 5e-324, Number.MAX_VALUE, 0.1 + 0.2),
  fc.double({ noNaN: true, noDefaultInfinity: true }).filter((value) => !Object.is(value, -0)),
)

/** The yaml package takes a byte order mark at the beginning of any line for none of the text. */
const anyKey = anyText.filter((text) => !text.startsWith("\uFEFF"))

/** Plain data; `leaf` is what it may hold beside texts, numbers and booleans. */
export function anyData(leaf: fc.Arbitrary<DataValue> = fc.constant(null)) {
  const { map, value } = fc.letrec<{ value: DataValue; map: DataObject }>((tie) => ({
    map: fc.dictionary(anyKey, tie("value"), { maxKeys: 4, noNullPrototype: true }),
    value: fc.oneof(
      { maxDepth: 4 },
      anyText,
      number,
      fc.boolean(),
      leaf,
      fc.array(tie("value"), { maxLength: 4 }),
      tie("map"),
    ),
  }))
  return { map, value }
}
