import { describe, expect, test } from "vitest"
import { flyPresets } from "../../../providers/_prices/fly/presets.ts"
import {
  priceOf as flyPriceOf,
  regionFactors as flyFactors,
} from "../../../providers/_prices/fly/prices.ts"
import { regionFactors as modalFactors } from "../../../providers/_prices/modal/prices.ts"
import { spotDiscount } from "../../../providers/_prices/aws/prices.ts"
import { priceBooks, tokenPriceBooks } from "../../../providers/price-books.gen.ts"
import { flyRegions } from "../../../providers/fly/regions.ts"
import type { PriceEntry } from "../../../src/provider/index.ts"
import { differing, type LeftOut, leftOut, readAgain } from "./rows-without-a-price.ts"
import { surveyRows, type SurveyRow } from "./survey.ts"

const books = [...priceBooks, ...(await tokenPriceBooks())]
const entries = books.flatMap((book) => book.prices.map((price) => ({ book, price })))
const rows = surveyRows()

describe.each(books.map((book) => ({ name: book.platform, book })))("$name", ({ name, book }) => {
  test("has an address, plans and offers, each named once", () => {
    expect(book.url).toMatch(/^https:\/\/\S+$/)
    expect(book.platform).toBe(name)
    for (const ids of [book.prices, book.plans, book.offers].map((list) =>
      list.map(({ id }) => id),
    )) {
      expect(ids.length).toBeGreaterThan(0)
      expect(new Set(ids).size).toBe(ids.length)
    }
  })

  test("has a unit, a source, a day and a confidence for each price", () => {
    for (const { id, name: label, unit, source, asOf, confidence, usd } of book.prices) {
      expect(label, id).not.toBe("")
      expect(unit, id).toMatch(/^[\w(][\w ,.()/-]*$/)
      expect(source, id).toMatch(/^https:\/\/\S+/)
      expect(["high", "medium", "low", "unverified"], id).toContain(confidence)
      expect(isDay(asOf) || (asOf === undefined && confidence !== "high"), id).toBe(true)
      expect(usd.low, id).toBeGreaterThanOrEqual(0)
      expect(usd.high, id).toBeGreaterThanOrEqual(usd.low)
    }
  })

  test("offers sizes that exist, on plans of its own", () => {
    for (const { id, serves, cpu, memoryGiB, plans } of book.offers) {
      expect(serves.length, id).toBeGreaterThan(0)
      expect(cpu.max, id).toBeGreaterThanOrEqual(cpu.min)
      expect(memoryGiB.max, id).toBeGreaterThanOrEqual(memoryGiB.min)
      const own = book.plans.map((plan) => plan.id)
      expect(own, id).toEqual(expect.arrayContaining([...(plans ?? [])]))
    }
  })

  test("bills nothing beyond its fee where nothing runs, on every plan", () => {
    for (const { id } of book.plans) {
      const { lines, refusals } = book.bill({ plan: id, items: [] })
      expect(lines.filter(({ type }) => type === "usage")).toEqual([])
      expect(refusals).toEqual([])
    }
  })
})

describe("the survey of prices", () => {
  test.each(rows.map((row) => ({ name: `${row.platform} ${row.sku}`, row })))(
    "$name is in a book, or left out for a reason",
    ({ row }) => {
      const found = entries.find(
        ({ book, price }) => book.platform === row.platform && price.id === row.sku,
      )
      expect(agreement(row, found?.price)).toBe(expectedOf(row))
    },
  )

  test("has a row for every reason", () => {
    const unused = [...leftOut, ...differing, ...readAgain].filter(
      (reason) => !rows.some((row) => isAbout(reason, row)),
    )
    expect(unused).toEqual([])
  })

  test("has the factors of the rules", () => {
    expect(factorsOf("modal", "mult.region.")).toEqual(modalFactors)
    expect(factorsOf("fly", "region.")).toEqual(flyFactors)
    expect(usdOf("aws", "fargate.spot")).toBe(spotDiscount * 100)
  })

  test("has Fly's presets as so many CPUs, and larger ones as a preset and memory", () => {
    for (const { name, cpu } of flyPresets) {
      const one = usdOf("fly", name.startsWith("shared") ? "cpu.shared" : "cpu.performance")
      expect(usdOf("fly", `machine.${name}`), name).toBeCloseTo(cpu * (one ?? NaN), 12)
    }
    const larger = rows.filter(
      ({ platform, sku }) => platform === "fly" && /-\d+(mb|gb)$/.test(sku),
    )
    expect(larger.length).toBeGreaterThan(0)
    for (const { sku, usd } of larger) {
      const [, preset = "", amount = "", unit] = /^machine\.(.+)-(\d+)(mb|gb)$/.exec(sku) ?? []
      const included = flyPresets.find(({ name }) => name === preset)?.includedGiB ?? NaN
      const memoryGiB = Number(amount) / (unit === "mb" ? 1024 : 1)
      const base = usdOf("fly", `machine.${preset}`) ?? NaN
      const memory = (memoryGiB - included) * flyPriceOf("ram").usd.low
      expect(usd, sku).toBeCloseTo(base + memory, 12)
    }
  })

  test.each([
    ["shared-cpu-1x", 2.19],
    ["shared-cpu-1x-512mb", 3.69],
    ["shared-cpu-1x-2gb", 12.7],
    ["shared-cpu-2x-2gb", 13.39],
    ["shared-cpu-8x", 17.55],
    ["performance-1x", 33],
    ["performance-16x", 528.02],
  ])("has Fly's %s at the $%d that the vendor's page says for 30 days", (name, usd) => {
    const aSecond = usdOf("fly", `machine.${name}`) ?? NaN
    expect(Math.abs(aSecond * 30 * 86_400 - usd)).toBeLessThan(0.006)
  })

  test("has a factor for every region of Fly", () => {
    expect(flyRegions.own.filter((region) => flyFactors[region] === undefined)).toEqual([])
  })
})

type Agreement = "left out" | "differs" | "read again" | "agrees"

function expectedOf(row: SurveyRow): Agreement {
  if (differing.some((reason) => isAbout(reason, row))) return "differs"
  if (readAgain.some((reason) => isAbout(reason, row))) return "read again"
  return leftOut.some((reason) => isAbout(reason, row)) ? "left out" : "agrees"
}

function agreement(row: SurveyRow, price: PriceEntry | undefined): Agreement {
  if (price === undefined) return "left out"
  const { usd = NaN } = row
  const sameAmount = usd >= price.usd.low && usd <= price.usd.high
  const sameTrust = price.confidence === row.confidence && price.asOf === dayOf(row)
  if (sameAmount && sameTrust) return "agrees"
  const newer = (price.asOf ?? "") > (dayOf(row) ?? "")
  return sameAmount && newer ? "read again" : "differs"
}

function isDay(text: string | undefined): boolean {
  return text !== undefined && new Date(`${text}T00:00:00Z`).toISOString().startsWith(text)
}

function isAbout({ platform, sku }: LeftOut, row: SurveyRow): boolean {
  return platform === row.platform && sku.test(row.sku)
}

/** The day as books have it: the first of a month, and of the year where the row says only that. */
function dayOf({ asOf }: SurveyRow): string | undefined {
  if (/^\d{4}-\d{2}-\d{2}$/.test(asOf)) return asOf
  if (/^\d{4}-\d{2}$/.test(asOf)) return `${asOf}-01`
  return asOf.startsWith("2026 (") ? "2026-01-01" : undefined
}

function usdOf(platform: string, sku: string): number | undefined {
  return rows.find((row) => row.platform === platform && row.sku === sku)?.usd
}

function factorsOf(platform: string, prefix: string): Record<string, number | undefined> {
  const own = rows.filter((row) => row.platform === platform && row.sku.startsWith(prefix))
  return Object.fromEntries(own.map(({ sku, usd }) => [sku.slice(prefix.length), usd]))
}
