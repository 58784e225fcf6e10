import { Args } from "@oclif/core"
import { type Answer, BaseCommand } from "../cli/base-command.ts"
import { projectFlags, projectInput } from "../cli/project-flags.ts"
import { adoptedText } from "../cli/views/deploy/adopted.ts"
import type { Context } from "../workflows/context.ts"
import { adopt } from "../workflows/adopt.ts"

export default class Adopt extends BaseCommand {
  static override summary = "Take over something that was made by hand, as part of this project."
  static override description =
    "Looks for the object on its platform and writes down that it is the service or data store of the manifest. The platform is not touched: the next deploy changes it in place and marks it. Look at the plan before: settings that cannot be changed in place make it anew."
  static override examples = [
    "<%= config.bin %> adopt production/gateway/service/gateway srv-d1a2b3c4",
    "<%= config.bin %> adopt cache red-d1a2b3c4 --env staging",
  ]
  static override args = {
    address: Args.string({
      description: "Address in the plan, or the name of the service or data store.",
      required: true,
    }),
    id: Args.string({ description: "The platform's id of what stands there.", required: true }),
  }
  static override flags = projectFlags

  protected override async answer(context: Context): Promise<Answer> {
    const { args, flags } = await this.parse(Adopt)
    const result = await adopt({ ...projectInput(flags), ...args }, context)
    return { data: result, text: (style) => adoptedText(result, style) }
  }
}
