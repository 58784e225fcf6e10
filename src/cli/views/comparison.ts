import type { ChalkInstance } from "chalk"
import { createTwoFilesPatch } from "diff"
import type { ComparedFile } from "../../core/artifact/compare.ts"

/** Lines of difference shown for one file. */
const maxLines = 60

/** The differences of the files that an error is about; empty when it is about none. */
export function comparisonText(details: unknown, style: ChalkInstance): string {
  return comparedFiles(details)
    .map((file) => differenceText(file, style))
    .join("\n")
}

function comparedFiles(details: unknown): readonly ComparedFile[] {
  if (typeof details !== "object" || details === null || !("compared" in details)) return []
  return Array.isArray(details.compared) ? details.compared : []
}

function differenceText(
  { path, change, existing, text }: ComparedFile,
  style: ChalkInstance,
): string {
  if (existing === undefined) return `${style.bold(path)} does not exist yet.`
  const patch = createTwoFilesPatch(
    `${path} (now, ${change})`,
    `${path} (rendered)`,
    existing,
    text,
  )
  const lines = patch.split("\n").slice(1)
  const shown = lines.slice(0, maxLines).map((line) => colouredLine(line, style))
  const more = lines.length - shown.length
  return [...shown, ...(more > 0 ? [style.dim(`... ${more} more lines`)] : [])].join("\n").trimEnd()
}

function colouredLine(line: string, style: ChalkInstance): string {
  if (line.startsWith("+++") || line.startsWith("---")) return style.bold(line)
  if (line.startsWith("+")) return style.green(line)
  return line.startsWith("-") ? style.red(line) : line
}
