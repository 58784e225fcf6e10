import type { Diagnostic } from "../errors/diagnostic.ts"
import type { ExitCode } from "../errors/exit-codes.ts"
import type { Terminal } from "./terminal.ts"

/** What a command answers with. Its data is the JSON result, its text what people read. */
export interface Answer {
  readonly data: unknown
  readonly text: (style: Terminal["resultStyle"]) => string
  readonly diagnostics?: readonly Diagnostic[]
  readonly exit?: ExitCode
}
