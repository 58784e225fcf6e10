import { Flags } from "@oclif/core"
import { type Answer, BaseCommand } from "../../cli/base-command.ts"
import { interruption } from "../../cli/interruption.ts"
import { deployProgress } from "../../cli/deploy/progress.ts"
import { projectFlags, projectInput } from "../../cli/project-flags.ts"
import { pushedText } from "../../cli/views/repository.ts"
import { pushedToServicesText } from "../../cli/views/secrets.ts"
import type { Context } from "../../workflows/context.ts"
import { pushToServices, runsServices } from "../../workflows/secrets/push-to-services.ts"
import { pushSecrets, secretScopes } from "../../workflows/source-control/push-secrets.ts"

export default class SecretsPush extends BaseCommand {
  static override summary = "Give the pipeline the secrets that a deploy needs."
  static override description =
    "Sets the secrets of services, the project's key and the credentials of its platforms as secrets of the environment in the repository, sealed so that only its host can open them. With a platform that services run on, sets the secrets that have changed again for those that stand there, as a deploy of those services alone. Values come from the environment and from .env; none is printed."
  static override examples = [
    "<%= config.bin %> secrets push",
    "<%= config.bin %> secrets push --env staging --repository acme/shop",
    "<%= config.bin %> secrets push --to render",
  ]
  static override flags = {
    ...projectFlags,
    to: Flags.string({
      description: "Platform that runs the pipeline, or that services run on.",
      helpValue: "PLATFORM",
    }),
    scope: Flags.option({
      description: "Whose secrets they become.",
      options: secretScopes,
      default: "environment",
    })(),
    repository: Flags.string({
      description: "Repository; default: that of the git remote.",
      helpValue: "OWNER/NAME",
    }),
  }

  protected override async answer(context: Context): Promise<Answer> {
    const { flags } = await this.parse(SecretsPush)
    const { to, repository, scope } = flags
    if (to !== undefined && (await runsServices(to, context))) {
      const { tell: progress } = deployProgress("lines")
      const asked = { ...projectInput(flags), to, progress, signal: interruption() }
      const pushed = await pushToServices(asked, context)
      return { data: pushed, text: (style) => pushedToServicesText(pushed, style) }
    }
    const input = { ...projectInput(flags), to, repository, scope, signal: interruption() }
    const result = await pushSecrets(input, context)
    return { data: result, text: (style) => pushedText(result, style) }
  }
}
