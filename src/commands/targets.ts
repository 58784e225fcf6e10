import { Args } from "@oclif/core"
import { type Answer, BaseCommand } from "../cli/base-command.ts"
import { targetsText, targetText } from "../cli/views/targets.ts"
import type { Context } from "../workflows/context.ts"
import { findTarget, listTargets } from "../workflows/list-targets.ts"

export default class Targets extends BaseCommand {
  static override summary = "Show what each platform does with each field."
  static override description =
    "Native: the platform has it. Emulated: aidep reaches the same by other means. Ignored: no effect, with a warning. No: an error that says where it can go."
  static override examples = ["<%= config.bin %> targets", "<%= config.bin %> targets fly"]
  static override args = {
    platform: Args.string({ description: "Platform whose answers are shown in words." }),
  }

  protected override async answer(context: Context): Promise<Answer> {
    const { args } = await this.parse(Targets)
    const list = await listTargets(context)
    if (args.platform === undefined)
      return { data: list, text: (style) => targetsText(list, style) }
    const platform = findTarget(list, args.platform)
    return { data: platform, text: (style) => targetText(platform, list.rows, style) }
  }
}
