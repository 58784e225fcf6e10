import { Command, Flags } from "@oclif/core"
import { type ExitCode, exitCodes } from "../errors/exit-codes.ts"
import type { Context } from "../workflows/context.ts"
import type { Answer } from "./answer.ts"
import { createContext } from "./context.ts"
import { printAnswer } from "./print.ts"
import { processTerminal } from "./terminal.ts"

export type { Answer }
export { exitCodes }

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
      json:
        answer.json === true ||
        this.argv.includes("--json") ||
        process.env["AIDEP_JSON"] === "true",
      terminal: processTerminal(),
    })
    return answer.exit ?? exitCodes.ok
  }

  /** Errors are printed in one place, `cli/run.ts`. */
  protected override catch(error: Error): never {
    throw error
  }
}
