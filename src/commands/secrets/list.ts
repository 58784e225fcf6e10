import { type Answer, BaseCommand } from "../../cli/base-command.ts"
import { projectFlags, projectInput } from "../../cli/project-flags.ts"
import { secretsText } from "../../cli/views/secrets.ts"
import type { Context } from "../../workflows/context.ts"
import { listSecrets } from "../../workflows/secrets/list-secrets.ts"

export default class SecretsList extends BaseCommand {
  static override summary = "List what a deploy needs to know, and where each value comes from."
  static override description =
    "Names of secrets, of the project's key and of credentials, who uses them, and whether the value comes from the environment, from .env.<environment> or from .env. A fingerprint changes with the value; no value is shown."
  static override examples = [
    "<%= config.bin %> secrets list",
    "<%= config.bin %> secrets list --env staging --json",
  ]
  static override flags = projectFlags

  protected override async answer(context: Context): Promise<Answer> {
    const { flags } = await this.parse(SecretsList)
    const result = await listSecrets(projectInput(flags), context)
    return { data: result, text: (style) => secretsText(result, style) }
  }
}
