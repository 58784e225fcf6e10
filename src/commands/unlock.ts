import { Flags } from "@oclif/core"
import { type Answer, BaseCommand } from "../cli/base-command.ts"
import { projectFlags, projectInput } from "../cli/project-flags.ts"
import { unlockedText } from "../cli/views/state/state.ts"
import type { Context } from "../workflows/context.ts"
import { unlock } from "../workflows/state/unlock.ts"

export default class Unlock extends BaseCommand {
  static override summary = "Take the lock of an environment from a command that is gone."
  static override description =
    "Says who holds the lock and when it last gave a sign of life. A holder that is gone loses it by itself: at once on its own machine, after a minute without a sign of life elsewhere. So this is for the holder that hangs. Asks before it takes the lock, unless --force is given."
  static override examples = [
    "<%= config.bin %> unlock",
    "<%= config.bin %> unlock --env staging --force",
  ]
  static override flags = {
    ...projectFlags,
    force: Flags.boolean({ char: "f", description: "Take it without a question." }),
  }

  protected override async answer(context: Context): Promise<Answer> {
    const { flags } = await this.parse(Unlock)
    const result = await unlock({ ...projectInput(flags), force: flags.force }, context)
    return { data: result, text: (style) => unlockedText(result, style) }
  }
}
