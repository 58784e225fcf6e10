import type { CatalogueEntry } from "./catalogue-entry.ts"
import type { Diagnostic } from "./diagnostic.ts"
import { exitCodes, type ExitCode } from "./exit-codes.ts"

/** The operation cannot go on. Carries what to print, the diagnostics behind it, and the exit code. */
export class AidepError extends Error {
  override readonly name = "AidepError"
  readonly code: string
  readonly hint: string
  readonly exit: ExitCode
  readonly details: unknown
  readonly diagnostics: readonly Diagnostic[]

  constructor(
    problem: Problem,
    more: { diagnostics?: readonly Diagnostic[]; cause?: unknown } = {},
  ) {
    super(problem.message, { cause: more.cause })
    this.code = problem.code
    this.hint = problem.hint
    this.exit = problem.exit
    this.details = problem.details
    this.diagnostics = more.diagnostics ?? []
  }
}

/** A catalogue entry with its parameters filled in. */
export interface Problem {
  readonly code: string
  readonly message: string
  readonly hint: string
  readonly exit: ExitCode
  readonly details: unknown
}

/** Fills in a catalogue entry; the parameters become the `details` of the JSON result. */
export function problem<Params>(entry: CatalogueEntry<Params>, params: Params): Problem {
  return {
    code: entry.code,
    message: entry.message(params),
    hint: entry.hint(params),
    exit: entry.exit ?? exitCodes.invalidManifest,
    details: params,
  }
}
