/** One measured value with what it has to be. */
export interface Figure {
  readonly name: string
  readonly measured: number
  readonly unit: string
  readonly digits?: number
  readonly atMost?: number
  readonly atLeast?: number
}

export function isWithin({ measured, atMost = Infinity, atLeast = -Infinity }: Figure): boolean {
  return measured <= atMost && measured >= atLeast
}

/** The figures as a table of Markdown. */
export function tableOf(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => [
    figure.name,
    textOf(figure),
    limitOf(figure),
    isWithin(figure) ? "yes" : "**no**",
  ])
  return markdown([["figure", "measured", "has to be", "holds"], ...rows])
}

/** Rows as a table of Markdown; the first is the head. */
export function markdown(rows: readonly (readonly string[])[]): string {
  const [head = [], ...body] = rows
  const widths = head.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...body.map(line)].join("\n")
}

function textOf({ measured, unit, digits = 1 }: Figure): string {
  return `${measured.toFixed(digits)} ${unit}`.trim()
}

function limitOf({ atMost, atLeast, unit }: Figure): string {
  if (atLeast !== undefined) return `at least ${atLeast} ${unit}`.trim()
  return atMost === undefined ? "" : `at most ${atMost} ${unit}`.trim()
}
