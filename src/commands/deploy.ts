import { type Answer, BaseCommand } from "../cli/base-command.ts"
import { interruption } from "../cli/interruption.ts"
import { projectFlags, projectInput } from "../cli/project-flags.ts"
import { processTerminal } from "../cli/terminal.ts"
import { deployedText } from "../cli/views/deployment.ts"
import type { Context } from "../workflows/context.ts"
import { deploy } from "../workflows/deploy/deploy.ts"

export default class Deploy extends BaseCommand {
  static override summary =
    "Bring an environment to what the manifest says, and prove it from outside."
  static override description =
    "Starts services in the order of their dependencies, wires addresses, tokens and secrets, waits until each is healthy, and probes the result. What did not change is left alone. For now, services run on this machine: --target local."
  static override examples = [
    {
      description: "The whole stack on this machine:",
      command: "<%= config.bin %> deploy --target local",
    },
    "<%= config.bin %> deploy --target local --env staging --json",
  ]
  static override flags = projectFlags

  protected override async answer(context: Context): Promise<Answer> {
    const { flags } = await this.parse(Deploy)
    const terminal = processTerminal()
    const style = terminal.noteStyle
    const progress = (owner: string, text: string) =>
      terminal.note(`${style.cyan("•")} ${style.bold(owner)} ${text}`)
    const signal = interruption()
    const result = await deploy({ ...projectInput(flags), progress, signal }, context)
    const { diagnostics, ...data } = result
    return { data, diagnostics, text: (resultStyle) => deployedText(result, resultStyle) }
  }
}
