import { type Answer, BaseCommand } from "../cli/base-command.ts"
import { projectFlags, projectInput } from "../cli/project-flags.ts"
import { placementsText } from "../cli/views/placements.ts"
import type { Context } from "../workflows/context.ts"
import { validate } from "../workflows/validate.ts"

export default class Validate extends BaseCommand {
  static override summary = "Check the manifest and say where everything goes."
  static override description =
    "Reads the whole manifest and reports all that is wrong with it at once: fields, references, what each platform says to them, and dates on which a platform ends something. Writes nothing."
  static override examples = [
    "<%= config.bin %> validate",
    {
      description: "With everything that may go to Fly.io on Fly.io:",
      command: "<%= config.bin %> validate --target fly",
    },
    {
      description: "For a pipeline:",
      command: "<%= config.bin %> validate --env staging --json",
    },
  ]
  static override flags = projectFlags

  protected override async answer(context: Context): Promise<Answer> {
    const { flags } = await this.parse(Validate)
    const result = await validate(projectInput(flags), context)
    const { diagnostics, ...data } = result
    return { data, diagnostics, text: (style) => placementsText(result, flags.manifest, style) }
  }
}
