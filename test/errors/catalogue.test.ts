import { globSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { describe, expect, test } from "vitest"
import { catalogueAreas } from "../../src/errors/catalogue.ts"
import type { CatalogueEntry } from "../../src/errors/catalogue-entry.ts"
import { sampleParameters } from "./sample-parameters.ts"

const root = fileURLToPath(new URL("../..", import.meta.url))
const files = globSync("src/errors/catalogue/*.ts", { cwd: root }).toSorted()
const areaOf = (file: string) => file.replace(/^.*\/|\.ts$/g, "")

/** Every entry of every area, under the name that code uses. */
const entries = (
  await Promise.all(
    files.map(async (file) => {
      const area: Readonly<Record<string, CatalogueEntry<never>>> = await import(`${root}${file}`)
      return Object.entries(area).map(([name, entry]) => ({ file, name, entry }))
    }),
  )
).flat()

const users = globSync(["src/**/*.ts", "providers/**/*.ts"], { cwd: root })
  .filter((file) => !files.includes(file))
  .map((file) => readFileSync(`${root}${file}`, "utf8"))

describe("the catalogue", () => {
  test("is explained area by area: every file is one", () => {
    expect(Object.keys(catalogueAreas)).toEqual(files.map(areaOf))
  })

  test("has no code twice", () => {
    const codes = entries.map(({ entry }) => entry.code)
    expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([])
  })

  describe.each(entries)("$entry.code", ({ file, name, entry }) => {
    test("is named after its area", () => {
      expect(entry.code).toMatch(new RegExp(`^${areaOf(file)}/[a-z]+(?:-[a-z]+)*$`))
    })

    test("is made of sentences", () => {
      const texts = [
        entry.title,
        entry.explanation,
        String(entry.message(sampleParameters)),
        String(entry.hint(sampleParameters)),
      ]
      expect(texts.filter((text) => !isSentence(text))).toEqual([])
    })

    test("shows nothing twice in its example", () => {
      expect(entry.example === undefined || entry.example.wrong !== entry.example.right).toBe(true)
    })

    test("is used", () => {
      const use = new RegExp(`(?:\\w\\.|[{,]\\s*)${name}\\b`)
      expect(users.some((text) => use.test(text))).toBe(true)
    })
  })
})

/**
 * A capital, a number, a quoted name, a flag or aidep first; a full stop or a question mark
 * last; nothing shouted or begged.
 */
function isSentence(text: string): boolean {
  const plain = text.replaceAll(/"[^"]*"/g, '""')
  const framed = /^(?:["A-Z\d]|--|aidep )[\s\S]*[.?]"?$/.test(plain)
  return framed && !/!|\bplease\b|\bundefined\b/i.test(plain)
}
