import { Flags } from "@oclif/core"
import { type Answer, BaseCommand } from "../cli/base-command.ts"
import { interruption } from "../cli/interruption.ts"
import { deployProgress, progressForm } from "../cli/deploy/progress.ts"
import { projectFlags, projectInput } from "../cli/project-flags.ts"
import { rolledBackText } from "../cli/views/deploy/deployment.ts"
import type { Context } from "../workflows/context.ts"
import { rollback } from "../workflows/deploy/rollback.ts"

export default class Rollback extends BaseCommand {
  static override summary = "Go back to a release that was proven live, on all platforms."
  static override description =
    "Applies the recorded release again, with its settings, commits and images, and proves it from outside. Not taken back: values of secrets, data, migrations and caches. Data stores that the release did not have are left."
  static override examples = [
    "<%= config.bin %> rollback",
    {
      description: "To one of those that were proven:",
      command: "<%= config.bin %> rollback --to r-20261121t090807006z",
    },
  ]
  static override flags = {
    ...projectFlags,
    to: Flags.string({
      description: "Release to go back to. Default: the newest proven one before what stands.",
      env: "AIDEP_ROLLBACK_TO",
      helpValue: "RELEASE",
    }),
    events: Flags.boolean({
      description: "Write progress as one JSON object a line to standard error.",
      env: "AIDEP_EVENTS",
    }),
  }

  protected override async answer(context: Context): Promise<Answer> {
    const { flags } = await this.parse(Rollback)
    const form = progressForm(flags)
    const progress = deployProgress(form === "tree" ? "lines" : form)
    const result = await rollback(
      {
        ...projectInput(flags),
        to: flags.to,
        progress: progress.tell,
        report: progress.report,
        signal: interruption(),
      },
      context,
    )
    return { data: result, text: (style) => rolledBackText(result, style) }
  }
}
