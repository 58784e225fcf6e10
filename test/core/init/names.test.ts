import { assert, property, string } from "fast-check"
import { expect, test } from "vitest"
import { isValidName, uniqueNames, validName } from "../../../src/core/init/valid-name.ts"

test.each([
  ["My Shop", "my-shop"],
  ["Übersicht_2", "ubersicht-2"],
  ["2048-game", "game"],
  ["--x--", "x"],
  ["日本", "project"],
  ["a".repeat(50), "a".repeat(40)],
])("%s becomes %s", (text, name) => {
  expect(validName(text, "project")).toBe(name)
})

test("whatever the folder is called, its name is valid", () => {
  const anyText = string({ unit: "grapheme" })
  const valid = property(anyText, (text) => isValidName(validName(text, "project")))
  expect(() => assert(valid)).not.toThrow()
})

test("names that are taken get a number, and all stay valid", () => {
  expect(uniqueNames(["api", "web", "api", "api"])).toEqual(["api", "web", "api-2", "api-3"])
  const long = uniqueNames(["a".repeat(40), "a".repeat(40)])
  expect(new Set(long).size).toBe(2)
  expect(long.every((name) => isValidName(name))).toBe(true)
})
