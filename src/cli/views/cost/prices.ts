import type { ChalkInstance } from "chalk"
import type { ReportedPrice } from "../../../core/cost/report/cost-report.ts"
import { usd } from "../../../core/cost/usd.ts"
import type { ListedBook, PricesResult } from "../../../workflows/cost/list-prices.ts"
import { tableText } from "../table.ts"
import { exactUsd } from "./wording.ts"

/** The books one after the other; with a page that was read, what is different on it and nothing else. */
export function pricesText(result: PricesResult, style: ChalkInstance): string {
  const { refreshed, books, date } = result
  if (refreshed !== undefined) return refreshedText(refreshed, style)
  const shown = books.filter(({ prices }) => prices.length > 0)
  if (shown.length === 0) return `Every price was read within 60 days before ${date}.`
  return [...shown.map((book) => bookText(book, style)), summaryText(shown, date)].join("\n\n")
}

function bookText({ title, url, prices }: ListedBook, style: ChalkInstance): string {
  const rows = prices.map((price) => [
    `  ${price.id}`,
    exactUsd(price.usd),
    price.unit,
    ageText(price, style),
    price.confidence === "high" ? "high" : style.yellow(price.confidence),
    style.dim(price.source),
  ])
  return `${style.bold(title)}, ${url}\n${tableText(rows)}`
}

function ageText({ asOf, ageDays, state }: ReportedPrice, style: ChalkInstance): string {
  const age = asOf === null ? "no date" : `${asOf}, ${ageDays} days`
  const colours = { fresh: style.green, old: style.yellow, stale: style.red }
  return colours[state](age)
}

function summaryText(books: readonly ListedBook[], date: string): string {
  const prices = books.flatMap((book) => book.prices)
  const of = (state: ReportedPrice["state"]) =>
    prices.filter((price) => price.state === state).length
  const platforms = books.length === 1 ? "1 platform" : `${books.length} platforms`
  return `${prices.length} prices of ${platforms} on ${date}: ${of("fresh")} younger than 60 days, ${of("old")} up to 180, ${of("stale")} older or without a date.`
}

function refreshedText(
  { page, url, changed, same, missing, additional }: NonNullable<PricesResult["refreshed"]>,
  style: ChalkInstance,
): string {
  const rows = [
    ...changed.map(({ id, book, page: now }) => [
      style.yellow("changed"),
      id,
      exactUsd(book),
      "to",
      exactUsd(usd(now)),
    ]),
    ...missing.map((id) => [style.red("not on the page"), id]),
    ...additional.map(({ id, usd: now }) => [
      style.cyan("not in the book"),
      id,
      "",
      "",
      exactUsd(usd(now)),
    ]),
  ]
  const last = `${same.length} the same, ${changed.length} changed, ${missing.length} not on the page, ${additional.length} not in the book. The book stays as it is.`
  return [
    `${style.bold(page)}, ${url}`,
    ...(rows.length === 0 ? [] : [tableText(rows)]),
    last,
  ].join("\n")
}
