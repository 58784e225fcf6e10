/** A table in GitHub's Markdown. Cells are texts, whatever they hold. */
export function markdownTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const body = rows.map((row) => tableRow(row.map(escapedMarkdown)))
  return [tableRow(head), tableRow(head.map(() => "---")), ...body].join("\n")
}

function tableRow(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`
}

/** What users and servers wrote must stay text: no markup, no links, no mentions, no second line. */
export function escapedMarkdown(text: string): string {
  return text
    .replaceAll(/\s+/g, " ")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll(/[\\`*_{}[\]|~#]/g, String.raw`\$&`)
    .replaceAll("@", "&#64;")
}
