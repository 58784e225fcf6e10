import { resolve } from "node:path"
import { comparePage } from "../../core/cost/compare-page.ts"
import type { PriceBook } from "../../core/cost/price-book.ts"
import type { PricePage } from "../../core/cost/price-page.ts"
import type { Usd } from "../../core/cost/usd.ts"
import { AidepError, problem } from "../../errors/aidep-error.ts"
import { unknownPage, unreadablePage } from "../../errors/catalogue/cost.ts"
import type { Context } from "../context.ts"

/** How a vendor's page differs from the book: what a person would write into it. */
export interface RefreshedPrices {
  readonly platform: string
  /** Title and address of the page. */
  readonly page: string
  readonly url: string
  readonly changed: readonly { readonly id: string; readonly book: Usd; readonly page: number }[]
  readonly same: readonly string[]
  readonly missing: readonly string[]
  readonly additional: readonly { readonly id: string; readonly usd: number }[]
}

interface PageOfBook {
  readonly book: PriceBook
  readonly page: PricePage
}

const timeoutMs = 30_000

/**
 * Compares a vendor's machine-readable page, in a file or at its address, with the price book.
 *
 * @throws AidepError `cost/unreadable-page` or `cost/unknown-page`.
 */
export async function refreshPrices(
  from: string,
  books: readonly PriceBook[],
  context: Context,
): Promise<RefreshedPrices> {
  const pages = books.flatMap((book) => (book.pages ?? []).map((page) => ({ book, page })))
  const text = await readPage(from, context)
  const found = isAddress(from)
    ? pages.find(({ page }) => page.url === from)
    : bestReader(pages, text)
  if (found === undefined || pricesOn(found, text) === 0)
    throw new AidepError(
      problem(unknownPage, { from, pages: pages.map(({ page }) => `${page.title}, ${page.url}`) }),
    )
  const { book, page } = found
  const { changed, same, missing, additional } = comparePage(book, page, text)
  return {
    platform: book.platform,
    page: page.title,
    url: page.url,
    changed: changed.map(({ price, usd }) => ({ id: price.id, book: price.usd, page: usd })),
    same: same.map(({ id }) => id),
    missing: missing.map(({ id }) => id),
    additional,
  }
}

/** A saved page does not say where it is from: the reader that understands most of it is the right one. */
function bestReader(pages: readonly PageOfBook[], text: string): PageOfBook | undefined {
  return pages.toSorted((a, b) => pricesOn(b, text) - pricesOn(a, text))[0]
}

function pricesOn({ page }: PageOfBook, text: string): number {
  return page.read(text).filter(({ id }) => page.ids.includes(id)).length
}

function isAddress(from: string): boolean {
  return /^https?:\/\//.test(from)
}

async function readPage(from: string, context: Context): Promise<string> {
  return isAddress(from) ? await fetchPage(from, context) : await readFile(from, context)
}

async function readFile(from: string, { files, workingFolder }: Context): Promise<string> {
  const content = await files.read(resolve(workingFolder, from))
  switch (content.status) {
    case "read":
      return new TextDecoder().decode(content.bytes)
    case "missing":
      throw unreadable(from, "it does not exist")
    case "unreadable":
      throw unreadable(from, content.reason)
  }
}

async function fetchPage(url: string, { http }: Context): Promise<string> {
  const answer = await http.send({
    operation: "cost.readPricePage",
    method: "GET",
    url,
    headers: { accept: "text/markdown, application/json, text/plain, */*" },
    effect: "read",
    idempotent: true,
    timeoutMs,
  })
  if (answer.status === "failed") throw unreadable(url, answer.reason.replace(/\.$/, ""))
  if (answer.statusCode !== 200) throw unreadable(url, `it answers ${answer.statusCode}`)
  return answer.body
}

function unreadable(from: string, reason: string): AidepError {
  return new AidepError(problem(unreadablePage, { from, reason }))
}
