import type { Candidate } from "../candidate/candidate.ts"
import type { PriceBook } from "../price-book.ts"
import { billPlatform, type PlatformBilling } from "./platform-bill.ts"

/** Bills groups of candidates, each group once. */
export type BillGroup = (group: readonly Candidate[]) => PlatformBilling

/**
 * Remembers bills by what runs on a platform: a search over combinations meets the same groups again and again.
 * Candidates are told apart by identity.
 */
export function rememberBills(books: ReadonlyMap<string, PriceBook>): BillGroup {
  const ids = new Map<Candidate, number>()
  const known = new Map<string, PlatformBilling>()
  const idOf = (candidate: Candidate) => {
    const id = ids.get(candidate) ?? ids.size
    ids.set(candidate, id)
    return id
  }
  return (group) => {
    const key = group.map(idOf).join(",")
    const before = known.get(key)
    if (before !== undefined) return before
    const billing = billFor(group, books)
    known.set(key, billing)
    return billing
  }
}

function billFor(
  group: readonly Candidate[],
  books: ReadonlyMap<string, PriceBook>,
): PlatformBilling {
  const book = books.get(group[0]?.platform ?? "")
  if (book === undefined) return { status: "refused", refusedPlans: [] }
  const here = new Set(group.map(({ item }) => item))
  return billPlatform(group, book, { isHere: (item) => here.has(item) })
}
