import type { Diagnostic } from "../errors/diagnostic.ts"
import type { ExitCode } from "../errors/exit-codes.ts"
import type { Terminal } from "./terminal.ts"
import type { IgnoredFields } from "./views/diagnostics.ts"

/** What a command answers with. Its data is the JSON result, its text what people read. */
export interface Answer {
  readonly data: unknown
  readonly text: (style: Terminal["resultStyle"]) => string
  readonly diagnostics?: readonly Diagnostic[]
  /** What the text says of fields without effect; the JSON result always has all diagnostics. Default: `each`. */
  readonly ignoredFields?: IgnoredFields
  readonly exit?: ExitCode
  /** Print the JSON document, as with `--json`. */
  readonly json?: boolean
}
