import { expect, test } from "vitest"
import { commentMarker, withSection } from "../../../src/core/report/comment.ts"

const marker = commentMarker("shop", "production")

test("a comment is made of its parts, each written on its own, always in one order", () => {
  const first = withSection(undefined, { marker, section: "checks", text: "all passed\n" })
  const second = withSection(first, { marker, section: "plan", text: "1 to create" })
  const third = withSection(second, { marker, section: "checks", text: "one failed" })
  expect(third.split("\n\n")).toEqual([
    "<!-- aidep shop production -->",
    "<!-- aidep:plan -->\n1 to create\n<!-- /aidep:plan -->",
    "<!-- aidep:checks -->\none failed\n<!-- /aidep:checks -->",
  ])
})

test("writing the same again changes nothing", () => {
  const part = { marker, section: "cost", text: "$10" } as const
  const once = withSection(undefined, part)
  expect(withSection(once, part)).toBe(once)
})

test("what somebody wrote around the parts, and half a part, is left behind", () => {
  const broken = `${marker}\n\nhello\n<!-- aidep:plan -->\nno end`
  expect(withSection(broken, { marker, section: "cost", text: "$10" })).toBe(
    `${marker}\n\n<!-- aidep:cost -->\n$10\n<!-- /aidep:cost -->`,
  )
})

test("environments have comments of their own", () => {
  expect(commentMarker("shop", "staging")).not.toBe(marker)
})
