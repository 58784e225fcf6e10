import { Args } from "@oclif/core"
import { type Answer, BaseCommand } from "../cli/base-command.ts"
import { interruption } from "../cli/interruption.ts"
import { projectFlags, projectInput } from "../cli/project-flags.ts"
import { diagnosisText } from "../cli/views/check/diagnosis.ts"
import type { Context } from "../workflows/context.ts"
import { diagnose } from "../workflows/diagnose/diagnose.ts"

export default class Diagnose extends BaseCommand {
  static override summary = "Say what is wrong with a service, and what to change."
  static override description =
    "Looks at what the platform says, at the log, at metrics, and at answers to a few requests: failed deployments, memory that does not suffice, open circuits, limits, slow starts and high latency. Says what shows each of them, and the line of the manifest to change. Changes nothing."
  static override examples = [
    "<%= config.bin %> diagnose",
    { description: "One service:", command: "<%= config.bin %> diagnose inference" },
  ]
  static override args = {
    service: Args.string({ description: "Service; default: all of them." }),
  }
  static override flags = projectFlags

  protected override async answer(context: Context): Promise<Answer> {
    const { args, flags } = await this.parse(Diagnose)
    const input = { ...projectInput(flags), service: args.service, signal: interruption() }
    const diagnosis = await diagnose(input, context)
    return { data: diagnosis, text: (style) => diagnosisText(diagnosis, style) }
  }
}
