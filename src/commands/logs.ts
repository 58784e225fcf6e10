import { Args, Flags } from "@oclif/core"
import { type Answer, BaseCommand } from "../cli/base-command.ts"
import { interruption } from "../cli/interruption.ts"
import { projectFlags, projectInput } from "../cli/project-flags.ts"
import { processTerminal } from "../cli/terminal.ts"
import type { Context } from "../workflows/context.ts"
import { logs } from "../workflows/status.ts"

export default class Logs extends BaseCommand {
  static override summary = "Show what a service wrote."
  static override description =
    "Prints the last lines of a service's log, and new ones as they come with --follow, across restarts. With --json, one document with the lines at the end."
  static override examples = ["<%= config.bin %> logs gateway", "<%= config.bin %> logs gateway -f"]
  static override args = {
    service: Args.string({ required: true, description: "Service or data resource." }),
  }
  static override flags = {
    ...projectFlags,
    follow: Flags.boolean({ char: "f", description: "Go on with new lines until Ctrl-C." }),
    lines: Flags.integer({ char: "n", description: "Lines to begin with.", default: 100, min: 0 }),
  }

  protected override async answer(context: Context): Promise<Answer> {
    const { args, flags } = await this.parse(Logs)
    const { follow, lines } = flags
    const input = { ...projectInput(flags), service: args.service, lines, follow }
    const terminal = processTerminal()
    const collected: string[] = []
    for await (const line of logs({ ...input, signal: interruption() }, context))
      if (flags.json || !follow) collected.push(line)
      else terminal.result(line)
    return { data: { lines: collected }, text: () => collected.join("\n") }
  }
}
