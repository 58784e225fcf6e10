import { type Answer, BaseCommand } from "../../cli/base-command.ts"
import { projectFlags, projectInput } from "../../cli/project-flags.ts"
import { repairedText } from "../../cli/views/state/state.ts"
import type { Context } from "../../workflows/context.ts"
import { repairState } from "../../workflows/state/repair-state.ts"

export default class StateRepair extends BaseCommand {
  static override summary = "Put a damaged history of releases together again."
  static override description =
    "Takes what can be read of the history and what the journal has, and keeps the damaged file beside the new one. A history that is whole is left as it is."
  static override examples = [
    "<%= config.bin %> state repair",
    "<%= config.bin %> state repair --env staging",
  ]
  static override flags = projectFlags

  protected override async answer(context: Context): Promise<Answer> {
    const { flags } = await this.parse(StateRepair)
    const result = await repairState(projectInput(flags), context)
    return { data: result, text: (style) => repairedText(result, style) }
  }
}
