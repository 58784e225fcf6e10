import { type Answer, BaseCommand } from "../cli/base-command.ts"
import { initArgs, initFlags, initInput } from "../cli/init-flags.ts"
import { processTerminal } from "../cli/terminal.ts"
import { initText, proposalText } from "../cli/views/init.ts"
import type { Context } from "../workflows/context.ts"
import { init } from "../workflows/init/init.ts"

export default class Init extends BaseCommand {
  static override summary = "Write a manifest for the code that is there, or start from a template."
  static override description =
    "Looks for services in the folder and up to two levels below: Node, Python, Dockerfiles and static sites. On a terminal it asks with what it found as the defaults; elsewhere, and with --yes, flags give what was not found. The result is checked before anything is written, and all files are written or none."
  static override examples = [
    "<%= config.bin %> init",
    {
      description: "A new project from a template:",
      command: "<%= config.bin %> init my-project --template starter",
    },
    {
      description: "In a script:",
      command:
        "<%= config.bin %> init --yes --source services/api --target railway --target fly --health /health",
    },
    {
      description: "Look at what would be written:",
      command: "<%= config.bin %> init --yes --target render --print-manifest",
    },
  ]
  static override usage = [
    "init [DIR] [--source DIR... | --image REF] [--target PLATFORM...] [FLAGS]",
    "init [DIR] --template NAME [FLAGS]",
  ]
  static override args = initArgs
  static override flags = initFlags

  protected override async answer(context: Context): Promise<Answer> {
    const { args, flags } = await this.parse(Init)
    const { note, noteStyle } = processTerminal()
    const result = await init(
      {
        ...initInput(args.dir, flags),
        show: (proposal) => note(`\n${proposalText(proposal, noteStyle)}\n`),
      },
      context,
    )
    const { diagnostics, asked: _asked, manifest, ...data } = result
    if (flags["print-manifest"])
      return { data: { manifest }, diagnostics, text: () => manifest.trimEnd() }
    return { data, diagnostics, text: (style) => initText(result, style) }
  }
}
