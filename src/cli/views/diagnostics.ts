import type { ChalkInstance } from "chalk"
import type { Diagnostic, Place } from "../../errors/diagnostic.ts"

/** Each diagnostic on two lines: place, severity, code and message; then the hint. */
export function diagnosticsText(diagnostics: readonly Diagnostic[], style: ChalkInstance): string {
  return diagnostics.map((diagnostic) => diagnosticText(diagnostic, style)).join("\n")
}

function diagnosticText(diagnostic: Diagnostic, style: ChalkInstance): string {
  const { severity, code, message, hint, place } = diagnostic
  const label = severity === "error" ? style.red("error") : style.yellow("warning")
  const where = place === undefined ? "" : `${style.bold(placeText(place))} `
  return `${where}${label} ${message} ${style.dim(`[${code}]`)}\n  ${style.cyan("→")} ${hint}`
}

/** `file:line:column`, which terminals and editors make clickable. */
export function placeText({ file, line, column }: Place): string {
  return `${file}:${line}:${column}`
}

/** `2 errors, 1 warning`. */
export function countText(diagnostics: readonly Diagnostic[]): string {
  const errors = diagnostics.filter(({ severity }) => severity === "error").length
  const warnings = diagnostics.length - errors
  return [
    ...(errors > 0 ? [counted(errors, "error")] : []),
    ...(warnings > 0 ? [counted(warnings, "warning")] : []),
  ].join(", ")
}

export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`
}
