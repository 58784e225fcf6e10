import type { CatalogueEntry, Severity } from "./catalogue-entry.ts"

/** A place in a file of the user. `line` and `column` count from 1. */
export interface Place {
  readonly file: string
  readonly line: number
  readonly column: number
}

/** Something to say about the user's input. Diagnostics are values: all are collected, all are shown at once. */
export interface Diagnostic {
  readonly severity: Severity
  readonly code: string
  readonly message: string
  readonly hint: string
  readonly place?: Place
}

/** Makes the diagnostic of a catalogue entry. */
export function diagnose<Params>(
  entry: CatalogueEntry<Params>,
  params: Params,
  place?: Place,
): Diagnostic {
  return {
    severity: entry.severity,
    code: entry.code,
    message: entry.message(params),
    hint: entry.hint(params),
    ...(place === undefined ? {} : { place }),
  }
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === "error")
}

/** Sorts by file, line and column, and keeps one of each that says the same at the same place. */
export function orderDiagnostics(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const unique = new Map(diagnostics.map((diagnostic) => [JSON.stringify(diagnostic), diagnostic]))
  return [...unique.values()].toSorted(
    (a, b) =>
      compareText(a.place?.file ?? "", b.place?.file ?? "") ||
      (a.place?.line ?? 0) - (b.place?.line ?? 0) ||
      (a.place?.column ?? 0) - (b.place?.column ?? 0) ||
      compareText(a.code, b.code),
  )
}

function compareText(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
