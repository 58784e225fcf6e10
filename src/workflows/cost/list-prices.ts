import type { PriceBook } from "../../core/cost/price-book.ts"
import type { ReportedPrice } from "../../core/cost/report/cost-report.ts"
import { reportedPrice } from "../../core/cost/report/report-prices.ts"
import { nearest } from "../../core/manifest/nearest.ts"
import { AidepError, problem } from "../../errors/aidep-error.ts"
import { unknownPriceBook } from "../../errors/catalogue/cost.ts"
import type { Context } from "../context.ts"
import { type RefreshedPrices, refreshPrices } from "./refresh-prices.ts"

export interface PricesInput {
  /** Undefined: all. */
  readonly platform?: string | undefined
  /** Only prices of 60 days and more, and those without a date. */
  readonly stale: boolean
  /** File or address of a vendor's page to compare the book with. */
  readonly refresh?: string | undefined
}

export interface PricesResult {
  readonly date: string
  readonly books: readonly ListedBook[]
  readonly refreshed: RefreshedPrices | undefined
}

export interface ListedBook {
  readonly platform: string
  readonly title: string
  readonly url: string
  readonly prices: readonly ReportedPrice[]
}

/**
 * The price books with the age of every price. Reads a page when it is told to, and writes nothing.
 *
 * @throws AidepError `cost/unknown-price-book`, `cost/unreadable-page` or `cost/unknown-page`.
 */
export async function listPrices(
  { platform, stale, refresh }: PricesInput,
  context: Context,
): Promise<PricesResult> {
  const all = await context.prices.load()
  const books = all.filter((book) => platform === undefined || book.platform === platform)
  if (platform !== undefined && books.length === 0) throw unknown(platform, all)
  const date = context.clock.today()
  return {
    date,
    books: books.map((book) => listed(book, { date, stale })),
    refreshed: refresh === undefined ? undefined : await refreshPrices(refresh, books, context),
  }
}

function listed(
  { platform, title, url, prices }: PriceBook,
  { date, stale }: { readonly date: string; readonly stale: boolean },
): ListedBook {
  const reported = prices.map((price) => reportedPrice(platform, price, date))
  const shown = stale ? reported.filter(({ state }) => state !== "fresh") : reported
  return { platform, title, url, prices: shown }
}

function unknown(platform: string, books: readonly PriceBook[]): AidepError {
  const known = books.map((book) => book.platform)
  const near = nearest(platform, known)
  return new AidepError(
    problem(unknownPriceBook, { platform, known, ...(near === undefined ? {} : { near }) }),
  )
}
