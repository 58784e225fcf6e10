import { expect, test } from "vitest"
import type { ItemKind, PriceBook } from "aidep/provider"
import cloudflare from "../../../providers/_prices/cloudflare/price-book.ts"
import fly from "../../../providers/_prices/fly/price-book.ts"
import render from "../../../providers/_prices/render/price-book.ts"
import { renderOptions } from "../../../providers/render/options.ts"

interface Case {
  readonly book: PriceBook
  readonly options: unknown
  readonly kind: ItemKind
  readonly offers: readonly string[]
}

test.each<Case>([
  { book: render, options: { plan: "standard" }, kind: "web", offers: ["web.standard"] },
  { book: render, options: { plan: "pro plus" }, kind: "worker", offers: ["web.pro_plus"] },
  { book: render, options: { plan: "free" }, kind: "web", offers: ["web.free"] },
  { book: render, options: { plan: "starter" }, kind: "job", offers: ["cron.starter"] },
  { book: render, options: { keyValuePlan: "pro" }, kind: "redis", offers: ["keyvalue.pro"] },
  {
    book: render,
    options: { postgresPlan: "basic-1gb" },
    kind: "postgres",
    offers: ["postgres.basic-1gb"],
  },
  { book: cloudflare, options: { zonePlan: "pro" }, kind: "edge", offers: ["zone.pro"] },
  // Bought by contract, so that it has no price.
  { book: cloudflare, options: { zonePlan: "enterprise" }, kind: "edge", offers: [] },
])("$options of $book.title leaves $offers to a $kind", ({ book, options, kind, offers }) => {
  const choice = book.choiceOf?.(options, kind)
  const left = book.offers.filter((offer) => choice?.leaves(offer) === true)
  expect(left.map(({ id }) => id)).toEqual(offers)
  const [[option, value] = []] = Object.entries(options ?? {})
  expect(choice?.because).toBe(`"platforms.${book.platform}.${option}" is "${value}".`)
})

test.each([
  ["shared", "shared-cpu-"],
  ["performance", "performance-"],
])("cpuKind %s of Fly.io leaves its Machines only", (cpuKind, prefix) => {
  const leaves = fly.choiceOf?.({ cpuKind }, "web")?.leaves
  const left = fly.offers.filter((offer) => leaves?.(offer) === true)
  expect(left.length).toBeGreaterThan(5)
  expect(left.every(({ id }) => id.startsWith(prefix))).toBe(true)
})

test.each<[PriceBook, unknown, ItemKind]>([
  [render, {}, "web"],
  [render, undefined, "web"],
  [render, { plan: "standard" }, "static"],
  [render, { plan: "standard" }, "redis"],
  [fly, { cpuKind: "shared" }, "postgres"],
  [fly, { organization: "acme" }, "web"],
  [cloudflare, { zonePlan: "pro" }, "web"],
])("where options say nothing about a thing, nothing is chosen (%#)", (book, options, kind) => {
  expect(book.choiceOf?.(options, kind)).toBeUndefined()
})

test("every plan of services that Render's options know has a price", () => {
  const plans = renderOptions.shape.plan.unwrap().options
  for (const plan of plans) {
    const leaves = render.choiceOf?.({ plan }, "web")?.leaves
    expect(render.offers.some((offer) => leaves?.(offer) === true)).toBe(true)
  }
})
