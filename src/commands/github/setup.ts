import { Flags } from "@oclif/core"
import { type Answer, BaseCommand } from "../../cli/base-command.ts"
import { interruption } from "../../cli/interruption.ts"
import { projectFlags, projectInput } from "../../cli/project-flags.ts"
import { setUpText } from "../../cli/views/repository.ts"
import type { Context } from "../../workflows/context.ts"
import { setUp } from "../../workflows/source-control/set-up.ts"

export default class GithubSetup extends BaseCommand {
  static override summary = "Prepare a repository for deploys from its pipeline."
  static override description =
    "Writes the workflows, makes the environments of the manifest, sets the variables that it reads, and says which secrets are not there yet. Doing it again changes nothing."
  static override examples = [
    "<%= config.bin %> github setup",
    "<%= config.bin %> github setup --repository acme/shop",
  ]
  static override flags = {
    ...projectFlags,
    repository: Flags.string({
      description: "Repository; default: that of the git remote.",
      helpValue: "OWNER/NAME",
    }),
  }

  protected override async answer(context: Context): Promise<Answer> {
    const { flags } = await this.parse(GithubSetup)
    const { repository } = flags
    const input = { ...projectInput(flags), repository, signal: interruption() }
    const result = await setUp(input, context)
    return { data: result, text: (style) => setUpText(result, style) }
  }
}
