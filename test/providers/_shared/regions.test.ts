import { describe, expect, it } from "vitest"
import {
  chosenRegions,
  generalRegions,
  possibleRegions,
  regionOf,
} from "../../../providers/_shared/regions.ts"
import { flyRegions } from "../../../providers/fly/regions.ts"
import { modalRegions } from "../../../providers/modal/regions.ts"

describe.each([
  ["Fly", flyRegions],
  ["Modal", modalRegions],
])("regions of %s", (_, table) => {
  it("stand for themselves", () => {
    for (const name of table.own) expect(regionOf(table, name)).toBe(name)
  })

  it("are there for every general name", () => {
    for (const name of generalRegions) expect(table.own).toContain(regionOf(table, name))
  })

  it("are listed in hints, each once", () => {
    const listed = possibleRegions(table).split(", ")
    expect(new Set(listed)).toEqual(new Set([...table.own, ...generalRegions]))
    expect(listed).toHaveLength(new Set(listed).size)
  })
})

describe("a region that a platform does not have", () => {
  it("is not found, nor is anything that objects have by themselves", () => {
    for (const name of ["mars", "", "constructor", "toString"])
      expect(regionOf(flyRegions, name)).toBeUndefined()
  })

  it("is left out of the hint", () => {
    const table = { own: ["here"], general: { eu: "here" } }
    expect(possibleRegions(table)).toBe("here, eu")
    expect(regionOf(table, "us")).toBeUndefined()
  })
})

describe("the regions of a list", () => {
  it("are the platform's own, each once, apart from what it does not have", () => {
    const table = { own: ["here", "there"], general: { eu: "here" } }
    expect(chosenRegions(table, ["eu", "mars", "here", "there"])).toEqual({
      regions: ["here", "there"],
      unknown: ["mars"],
    })
  })
})
