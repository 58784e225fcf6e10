import type { PagePrice, PricePage } from "aidep/provider"
import { amountIn, type MarkdownRow, markdownTables } from "./markdown-tables.ts"

/** Where a page has prices: a table under a heading. */
export interface PriceTable {
  /** Undefined: any. */
  readonly heading?: string
  /** Columns whose cells together name the row. */
  readonly name: readonly string[]
  /** Column of the amount. */
  readonly price: string
  /** Ids of prices by the name of their row, the cells joined by a space. */
  readonly ids: Readonly<Record<string, string>>
}

/** A page in Markdown, with a price in each row of its tables. */
export function tablePage(
  page: Pick<PricePage, "url" | "title">,
  tables: readonly PriceTable[],
): PricePage {
  return {
    ...page,
    ids: [...new Set(tables.flatMap(({ ids }) => Object.values(ids)))],
    read: (text) => {
      const found = markdownTables(text)
      return tables.flatMap((table) =>
        found
          .filter(({ heading }) => table.heading === undefined || heading === table.heading)
          .flatMap(({ heading, rows }) => rows.flatMap((row) => priceOfRow(row, heading, table))),
      )
    },
  }
}

function priceOfRow(row: MarkdownRow, heading: string, table: PriceTable): readonly PagePrice[] {
  const cell = row[table.price]
  const usd = cell === undefined ? undefined : amountIn(cell)
  const name = table.name.map((column) => row[column] ?? "").join(" ")
  if (usd === undefined || name.trim() === "") return []
  return [{ id: table.ids[name] ?? (heading === "" ? name : `${heading}: ${name}`), usd }]
}
