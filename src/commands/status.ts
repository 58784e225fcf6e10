import { type Answer, BaseCommand } from "../cli/base-command.ts"
import { projectFlags, projectInput } from "../cli/project-flags.ts"
import { statusText } from "../cli/views/deploy/deployment.ts"
import type { Context } from "../workflows/context.ts"
import { status } from "../workflows/status.ts"

export default class Status extends BaseCommand {
  static override summary = "Show what stands in an environment, and where."
  static override description =
    "Asks the platforms themselves, not the history: what runs, under which deployment id, at which address, and what is wrong with it."
  static override examples = [
    "<%= config.bin %> status",
    "<%= config.bin %> status --env staging --json",
  ]
  static override flags = projectFlags

  protected override async answer(context: Context): Promise<Answer> {
    const { flags } = await this.parse(Status)
    const result = await status(projectInput(flags), context)
    return { data: result, text: (style) => statusText(result, style) }
  }
}
