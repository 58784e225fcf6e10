import type { AidepError } from "../errors/aidep-error.ts"
import type { Diagnostic } from "../errors/diagnostic.ts"
import type { Answer } from "./answer.ts"
import type { Terminal } from "./terminal.ts"
import { countText, diagnosticsText } from "./views/diagnostics.ts"

export interface PrintOptions {
  readonly command: string
  readonly json: boolean
  readonly terminal: Terminal
}

/** One document, the same form for every command, in success and in failure. */
interface ResultDocument {
  readonly schema: "aidep/result@1"
  readonly command: string
  readonly ok: boolean
  readonly data?: unknown
  readonly error?: { code: string; message: string; hint: string; details: unknown }
  readonly diagnostics: readonly FlatDiagnostic[]
}

type FlatDiagnostic = Omit<Diagnostic, "place"> & { file?: string; line?: number; column?: number }

/** Prints the result to standard output and warnings to standard error. */
export function printAnswer(answer: Answer, { command, json, terminal }: PrintOptions): void {
  const diagnostics = answer.diagnostics ?? []
  if (json) {
    const ok = answer.exit === undefined || answer.exit === 0
    printDocument({ command, ok, data: answer.data, diagnostics: flat(diagnostics) }, terminal)
    return
  }
  const warnings = diagnosticsText(diagnostics, terminal.noteStyle, answer.ignoredFields)
  if (warnings !== "") terminal.note(`${warnings}\n`)
  terminal.result(answer.text(terminal.resultStyle))
}

/** Prints what went wrong: diagnostics, message and hint to standard error, or one JSON document. */
export async function printFailure(
  error: AidepError,
  { command, json, terminal }: PrintOptions,
): Promise<void> {
  const { code, message, hint, details, diagnostics } = error
  if (json) {
    const failure = { code, message, hint, details }
    printDocument({ command, ok: false, error: failure, diagnostics: flat(diagnostics) }, terminal)
    return
  }
  const style = terminal.noteStyle
  const { comparisonText } = await import("./views/comparison.ts")
  const comparison = comparisonText(details, style)
  const parts = [
    ...(diagnostics.length > 0 ? [diagnosticsText(diagnostics, style), ""] : []),
    ...(comparison === "" ? [] : [comparison, ""]),
    ...loggedLines(details).map((line) => style.dim(`  | ${line}`)),
    `${style.red.bold("Error:")} ${message} ${style.dim(`[${code}]`)}`,
    `${style.cyan("→")} ${hint}`,
    ...(diagnostics.length > 1 ? [style.dim(countText(diagnostics))] : []),
  ]
  terminal.note(parts.join("\n"))
}

/** The last lines of a service that an error is about. */
function loggedLines(details: unknown): readonly string[] {
  if (typeof details !== "object" || details === null || !("log" in details)) return []
  return Array.isArray(details.log) ? details.log.map(String) : []
}

function printDocument(document: Omit<ResultDocument, "schema">, terminal: Terminal): void {
  const whole: ResultDocument = { schema: "aidep/result@1", ...document }
  terminal.result(JSON.stringify(whole, null, 2))
}

function flat(diagnostics: readonly Diagnostic[]): readonly FlatDiagnostic[] {
  return diagnostics.map(({ place, ...rest }) => ({ ...rest, ...place }))
}
