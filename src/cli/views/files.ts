import type { ChalkInstance } from "chalk"
import type { FileChange } from "../../core/artifact/compare.ts"
import { counted } from "./diagnostics.ts"

interface ChangedFile {
  readonly path: string
  readonly change: FileChange
}

const marks: Readonly<Record<FileChange, string>> = {
  create: "+",
  update: "~",
  edited: "~",
  foreign: "~",
  unchanged: "=",
  kept: "=",
}

const notes: Readonly<Partial<Record<FileChange, string>>> = {
  edited: "replaced, with the edits in it",
  foreign: "replaced",
  kept: "yours, left as it is",
}

/** One line a file, and a last line that counts. */
export function filesText(files: readonly ChangedFile[], style: ChalkInstance): string {
  const lines = files.map(({ path, change }) => {
    const note = notes[change]
    return `${colouredMark(marks[change], style)} ${path}${note === undefined ? "" : style.dim(` (${note})`)}`
  })
  const written = files.filter(({ change }) => change !== "unchanged" && change !== "kept").length
  const unchanged = files.length - written
  const summary =
    written === 0
      ? `All ${counted(files.length, "file")} are up to date.`
      : `${counted(written, "file")} written, ${unchanged} unchanged.`
  return [...lines, summary].join("\n")
}

function colouredMark(mark: string, style: ChalkInstance): string {
  if (mark === "+") return style.green(mark)
  return mark === "~" ? style.yellow(mark) : style.dim(mark)
}
