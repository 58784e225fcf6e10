import type { ChalkInstance } from "chalk"
import { ignoredField } from "../../errors/catalogue/support.ts"
import type { Diagnostic, Place } from "../../errors/diagnostic.ts"

/** Further places of the same diagnostic that are listed. */
const maxPlaces = 3

/** Fields that the chosen platforms ignore: each by name, only how many, or nothing of them. */
export type IgnoredFields = "each" | "count" | "none"

/**
 * Each diagnostic on two lines: place, severity, message and code; then the hint. Those that say the same about
 * several places are printed once, with the other places.
 */
export function diagnosticsText(
  diagnostics: readonly Diagnostic[],
  style: ChalkInstance,
  ignoredFields: IgnoredFields = "each",
): string {
  if (ignoredFields === "each") return groupedText(diagnostics, style)
  const rest = diagnostics.filter(({ code }) => code !== ignoredField.code)
  const count = diagnostics.length - rest.length
  const counts = ignoredFields === "none" || count === 0 ? [] : [ignoredCount(count)]
  return groupedText([...rest, ...counts], style)
}

function ignoredCount(count: number): Diagnostic {
  const have = count === 1 ? "has" : "have"
  return {
    severity: "warning",
    code: ignoredField.code,
    message: `${counted(count, "field")} of the manifest ${have} no effect on the chosen platforms.`,
    hint: 'Run "aidep validate" with the same flags to see which, and why.',
  }
}

function groupedText(diagnostics: readonly Diagnostic[], style: ChalkInstance): string {
  const groups = new Map<string, Diagnostic[]>()
  for (const diagnostic of diagnostics) {
    const { severity, code, message, hint } = diagnostic
    const key = JSON.stringify([severity, code, message, hint])
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [diagnostic])
    else group.push(diagnostic)
  }
  return [...groups.values()].map((group) => groupText(group, style)).join("\n")
}

function groupText([first, ...others]: readonly Diagnostic[], style: ChalkInstance): string {
  if (first === undefined) return ""
  const { severity, code, message, hint, place } = first
  const label = severity === "error" ? style.red("error") : style.yellow("warning")
  const where = place === undefined ? "" : `${style.bold(placeText(place))} `
  return [
    `${where}${label} ${message} ${style.dim(`[${code}]`)}`,
    ...(others.length === 0 ? [] : [style.dim(`  also at ${otherPlaces(others)}`)]),
    `  ${style.cyan("→")} ${hint}`,
  ].join("\n")
}

function otherPlaces(others: readonly Diagnostic[]): string {
  const places = others.flatMap(({ place }) => (place === undefined ? [] : [placeText(place)]))
  const more = others.length - maxPlaces
  const shown = places.slice(0, maxPlaces).join(", ")
  return more > 0 ? `${shown} and ${counted(more, "more place")}` : shown
}

/** `file:line:column`, which terminals and editors make clickable. */
function placeText({ file, line, column }: Place): string {
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
