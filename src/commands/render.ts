import { Flags } from "@oclif/core"
import { type Answer, BaseCommand } from "../cli/base-command.ts"
import { projectFlags, projectInput } from "../cli/project-flags.ts"
import { filesText } from "../cli/views/files.ts"
import type { Context } from "../workflows/context.ts"
import { render } from "../workflows/render.ts"

export default class Render extends BaseCommand {
  static override summary = "Write each platform's own files."
  static override description =
    "Writes the files where each platform looks for them, all or none. A file that was edited by hand, or that aidep did not write, is never overwritten: the difference is shown, and --force decides."
  static override examples = [
    "<%= config.bin %> render",
    {
      description: "With everything that may go to Render on Render:",
      command: "<%= config.bin %> render --target render",
    },
    {
      description: "In a pipeline, exit with 3 when a file is not up to date:",
      command: "<%= config.bin %> render --check",
    },
  ]
  static override flags = {
    ...projectFlags,
    all: Flags.boolean({ description: "Also write the files of every other allowed target." }),
    out: Flags.string({
      description: "Folder to write below; default: the manifest's folder.",
      helpValue: "DIR",
    }),
    check: Flags.boolean({
      description: "Write nothing; exit with 3 when a file is not up to date.",
      exclusive: ["force"],
    }),
    force: Flags.boolean({ description: "Replace files that were edited or are not aidep's." }),
  }

  protected override async answer(context: Context): Promise<Answer> {
    const { flags } = await this.parse(Render)
    const { out, check, force, all } = flags
    const { files, diagnostics } = await render(
      { ...projectInput(flags), out, check, force, all },
      context,
    )
    return { data: { files }, diagnostics, text: (style) => filesText(files, style) }
  }
}
