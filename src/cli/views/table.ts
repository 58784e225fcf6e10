/** Rows in columns, each as wide as its widest cell, two spaces apart. */
export function tableText(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => visibleLength(row[column] ?? ""))),
  )
  return rows.map((row) => rowText(row, widths)).join("\n")
}

function rowText(row: readonly string[], widths: readonly number[]): string {
  const cells = row.map((cell, column) => {
    const padding = (widths[column] ?? 0) - visibleLength(cell)
    return cell + " ".repeat(padding)
  })
  return cells.join("  ").trimEnd()
}

/** Colours take no room on a terminal. */
function visibleLength(text: string): number {
  // oxlint-disable-next-line no-control-regex -- escape sequences begin with a control character
  return text.replace(/\u001B\[\d+m/g, "").length
}
