import type { ExitCode } from "./exit-codes.ts"

/**
 * One thing that can be wrong, with everything aidep says about it.
 *
 * `code` is permanent: `area/what-is-wrong`, the area being a file of the catalogue or a platform's id.
 * `message` says what happened and why, `hint` what to type next; `explanation` and `example` are what
 * `aidep explain CODE` prints.
 */
export interface CatalogueEntry<Params> {
  readonly code: string
  readonly severity: Severity
  /** Exit code of a command that ends with this error. Entries about the manifest's content leave it out (65). */
  readonly exit?: ExitCode
  readonly title: string
  readonly message: (params: Params) => string
  readonly hint: (params: Params) => string
  readonly explanation: string
  readonly example?: { readonly wrong: string; readonly right: string }
}

export type Severity = "error" | "warning"

/** What `aidep explain` needs of an entry: everything but the functions. */
export type ExplainedEntry = Pick<
  CatalogueEntry<never>,
  "code" | "severity" | "title" | "explanation" | "example"
>

/** Declares an entry; the type parameter says what its message needs. */
export function entry<Params = Record<string, never>>(
  value: CatalogueEntry<Params>,
): CatalogueEntry<Params> {
  return value
}
