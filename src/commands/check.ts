import { Flags } from "@oclif/core"
import { type Answer, BaseCommand, exitCodes } from "../cli/base-command.ts"
import { interruption } from "../cli/interruption.ts"
import { projectFlags, projectInput } from "../cli/project-flags.ts"
import { checksText } from "../cli/views/checks.ts"
import { placementsText } from "../cli/views/placements.ts"
import { checkLive } from "../workflows/check/check-live.ts"
import type { Context } from "../workflows/context.ts"
import { validate } from "../workflows/validate.ts"

export default class Check extends BaseCommand {
  static override summary = "Check the manifest, and with --live what stands."
  static override description =
    "Without flags, checks the manifest as validate does. With --live, sends the manifest's own checks from outside, one after the other, and exits with 4 when one fails."
  static override examples = [
    "<%= config.bin %> check --live",
    {
      description: "Against another address:",
      command: "<%= config.bin %> check --live --url https://api.example.com",
    },
  ]
  static override flags = {
    ...projectFlags,
    live: Flags.boolean({ description: "Send the checks of the manifest to what stands." }),
    url: Flags.string({
      description: "Address to ask instead of the observed one.",
      dependsOn: ["live"],
      helpValue: "URL",
    }),
  }

  protected override async answer(context: Context): Promise<Answer> {
    const { flags } = await this.parse(Check)
    const input = projectInput(flags)
    if (!flags.live) {
      const { diagnostics, ...data } = await validate(input, context)
      return {
        data,
        diagnostics,
        text: (style) => placementsText({ ...data, diagnostics }, flags.manifest, style),
      }
    }
    const live = { ...input, url: flags.url, signal: interruption() }
    const { results, environment, diagnostics } = await checkLive(live, context)
    return {
      data: { environment, results },
      diagnostics,
      text: (style) => checksText(results, style),
      exit: results.every(({ passed }) => passed) ? exitCodes.ok : exitCodes.checksFailed,
    }
  }
}
