import { type Answer, BaseCommand } from "../../cli/base-command.ts"
import { projectFlags, projectInput } from "../../cli/project-flags.ts"
import { stateText } from "../../cli/views/state/state.ts"
import type { Context } from "../../workflows/context.ts"
import { showState } from "../../workflows/state/show-state.ts"

export default class StateShow extends BaseCommand {
  static override summary = "Show what aidep has written down of an environment."
  static override description =
    "Where the history is kept and whether it can be read, whether the last run came to its end, and who holds the lock. What stands on the platforms is asked of them: see status."
  static override examples = [
    "<%= config.bin %> state show",
    "<%= config.bin %> state show --env staging --json",
  ]
  static override flags = projectFlags

  protected override async answer(context: Context): Promise<Answer> {
    const { flags } = await this.parse(StateShow)
    const result = await showState(projectInput(flags), context)
    return { data: result, text: (style) => stateText(result, style) }
  }
}
