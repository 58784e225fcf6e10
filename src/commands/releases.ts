import { type Answer, BaseCommand } from "../cli/base-command.ts"
import { projectFlags, projectInput } from "../cli/project-flags.ts"
import { releasesText } from "../cli/views/state/releases.ts"
import type { Context } from "../workflows/context.ts"
import { listReleases } from "../workflows/state/list-releases.ts"

export default class Releases extends BaseCommand {
  static override summary = "List the releases of an environment, the newest first."
  static override description =
    "Id, moment, verdict, which release it brought back, and where its services went. The last line says which one a rollback would bring back."
  static override examples = [
    "<%= config.bin %> releases",
    "<%= config.bin %> releases --env staging --json",
  ]
  static override flags = projectFlags

  protected override async answer(context: Context): Promise<Answer> {
    const { flags } = await this.parse(Releases)
    const result = await listReleases(projectInput(flags), context)
    return { data: result, text: (style) => releasesText(result, style) }
  }
}
