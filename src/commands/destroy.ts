import { type Answer, BaseCommand } from "../cli/base-command.ts"
import { interruption } from "../cli/interruption.ts"
import { projectFlags, projectInput } from "../cli/project-flags.ts"
import { processTerminal } from "../cli/terminal.ts"
import { destroyedText } from "../cli/views/deploy/deployment.ts"
import type { Context } from "../workflows/context.ts"
import { destroy } from "../workflows/deploy/destroy.ts"

export default class Destroy extends BaseCommand {
  static override summary = "Take down everything of this project in an environment."
  static override description =
    "Stops and removes what aidep made, dependents first; nothing else is touched. The history of releases stays."
  static override examples = [
    "<%= config.bin %> destroy",
    "<%= config.bin %> destroy --env staging",
  ]
  static override flags = projectFlags

  protected override async answer(context: Context): Promise<Answer> {
    const { flags } = await this.parse(Destroy)
    const { note, noteStyle } = processTerminal()
    const progress = (owner: string, text: string) =>
      note(`${noteStyle.cyan("•")} ${noteStyle.bold(owner)} ${text}`)
    const result = await destroy(projectInput(flags), context, {
      progress,
      signal: interruption(),
    })
    return { data: result, text: (style) => destroyedText(result, style) }
  }
}
