import { type Answer, BaseCommand, exitCodes } from "../cli/base-command.ts"
import { projectFlags, projectInput } from "../cli/project-flags.ts"
import { machineText } from "../cli/views/machine.ts"
import type { Context } from "../workflows/context.ts"
import { examineMachine } from "../workflows/examine-machine.ts"
import { platformsInUse } from "../workflows/platforms-in-use.ts"

export default class Doctor extends BaseCommand {
  static override summary = "Look at this machine, at tools, credentials and retirements ahead."
  static override description =
    "Checks what aidep and the platforms of the manifest need here, and lists what ends on those platforms and when. Without a manifest, all platforms count. Changes nothing and shows no secret."
  static override examples = ["<%= config.bin %> doctor", "<%= config.bin %> doctor --json"]
  static override flags = projectFlags

  protected override async answer(context: Context): Promise<Answer> {
    const { flags } = await this.parse(Doctor)
    const inUse = await platformsInUse(projectInput(flags), context)
    const examination = await examineMachine(inUse, context)
    const failed = examination.findings.some(({ status }) => status === "failed")
    return {
      data: examination,
      text: (style) => machineText(examination, style),
      exit: failed ? exitCodes.environment : exitCodes.ok,
    }
  }
}
