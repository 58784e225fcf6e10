/** A table of a Markdown page, with the heading it stands under. */
export interface MarkdownTable {
  readonly heading: string
  /** Cells by the title of their column. */
  readonly rows: readonly MarkdownRow[]
}

export type MarkdownRow = Readonly<Record<string, string>>

/** Every table of a page. Bold, italic and links are reduced to their words. */
export function markdownTables(text: string): readonly MarkdownTable[] {
  const tables: { heading: string; titles: readonly string[]; rows: MarkdownRow[] }[] = []
  let heading = ""
  let open = false
  for (const line of text.split("\n")) {
    const title = /^#{1,6}\s+(.+?)\s*#*$/.exec(line)?.[1]
    if (title !== undefined) heading = words(title)
    const cells = cellsOf(line)
    const table = tables.at(-1)
    if (cells === undefined) open = false
    else if (!open || table === undefined) {
      tables.push({ heading, titles: cells, rows: [] })
      open = true
    } else if (!cells.every((cell) => /^:?-+:?$/.test(cell))) {
      table.rows.push(Object.fromEntries(table.titles.map((name, at) => [name, cells[at] ?? ""])))
    }
  }
  return tables.map(({ heading: under, rows }) => ({ heading: under, rows }))
}

/** The first amount of a cell, such as `$1,700/month`; `Free!` is nothing to pay. */
export function amountIn(cell: string): number | undefined {
  const amount = /\$\s?([\d,]*\.?\d+)/.exec(cell)?.[1]
  if (amount !== undefined) return Number(amount.replaceAll(",", ""))
  return /^free\b/i.test(cell) ? 0 : undefined
}

function cellsOf(line: string): readonly string[] | undefined {
  const row = line.trim()
  if (!row.startsWith("|")) return undefined
  return row
    .replace(/^\|/, "")
    .replace(/\|$/, "")
    .split(/(?<!\\)\|/)
    .map(words)
}

function words(text: string): string {
  return text
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replaceAll(/[*`]|(?<!\w)_|_(?!\w)/g, "")
    .trim()
}
