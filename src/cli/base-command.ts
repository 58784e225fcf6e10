import { Command, Flags } from "@oclif/core"
import type { Diagnostic } from "../errors/diagnostic.ts"
import { type ExitCode, exitCodes } from "../errors/exit-codes.ts"
import type { Context } from "../workflows/context.ts"
import { createContext } from "./context.ts"
import { printAnswer } from "./print.ts"
import { processTerminal, type Terminal } from "./terminal.ts"

export { exitCodes }

/** What a command answers with. Its data is the JSON result, its text what people read. */
export interface Answer {
  readonly data: unknown
  readonly text: (style: Terminal["resultStyle"]) => string
  readonly diagnostics?: readonly Diagnostic[]
  readonly exit?: ExitCode
}

/** What all commands share: `--json`, where output goes, and the exit code as the answer of `run`. */
export abstract class BaseCommand extends Command {
  static override baseFlags = {
    json: Flags.boolean({
      description: "Print one JSON document instead of text.",
      helpGroup: "GLOBAL",
      env: "AIDEP_JSON",
    }),
  }

  /** Does the work. Throws `AidepError` when it cannot go on. */
  protected abstract answer(context: Context): Promise<Answer>

  override async run(): Promise<ExitCode> {
    const answer = await this.answer(await createContext(this.config.root))
    printAnswer(answer, {
      command: this.id ?? "",
      json: this.argv.includes("--json") || process.env["AIDEP_JSON"] === "true",
      terminal: processTerminal(),
    })
    return answer.exit ?? exitCodes.ok
  }

  /** Errors are printed in one place, `cli/run.ts`. */
  protected override catch(error: Error): never {
    throw error
  }
}
