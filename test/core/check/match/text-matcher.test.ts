import { describe, expect, test } from "vitest"
import {
  containsText,
  equalsText,
  parseTextMatcher,
} from "../../../../src/core/check/match/text-matcher.ts"

test.each([
  ["ok", "ok", true, true],
  ["ok", "it is ok", false, true],
  ["/^ok$/", "ok", true, true],
  ["/ok/", "it is ok", true, true],
  ["/OK/i", "it is ok", true, true],
  ["/^second$/m", "first\nsecond", true, true],
  ["/first.second/s", "first\nsecond", true, true],
  ["/^ok$/", "it is ok", false, false],
  // Paths are texts: what follows the last slash is no set of flags.
  ["/usr/bin", "/usr/bin", true, true],
  ["/health", "/health", true, true],
  ["//", "//", true, true],
])("%s and %j", (written, found, equal, contained) => {
  const parsed = parseTextMatcher(written)
  if (!parsed.ok) throw new Error(parsed.problem.expected)
  expect(equalsText(found, parsed.matcher)).toBe(equal)
  expect(containsText(found, parsed.matcher)).toBe(contained)
})

describe("a regular expression that is none", () => {
  test.each([
    ["/(/", "unterminated group", 1],
    ["/[a/", "unterminated character class", 1],
    ["/a/uv", "invalid flags", 1],
    ["/ok/g", "only the flags i, m, s, u and v mean something here", 4],
  ])("%s", (written, why, offset) => {
    const parsed = parseTextMatcher(written)
    expect(parsed).toMatchObject({
      ok: false,
      problem: { name: "a regular expression", offset, expected: expect.stringContaining(why) },
    })
  })
})
