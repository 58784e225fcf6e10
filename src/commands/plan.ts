import { Flags } from "@oclif/core"
import { type Answer, BaseCommand, exitCodes } from "../cli/base-command.ts"
import { commentFlags, commentWhenAsked } from "../cli/comment.ts"
import { deployFlags, sourceInput } from "../cli/deploy/flags.ts"
import { projectFlags, projectInput } from "../cli/project-flags.ts"
import { planMarkdown } from "../cli/views/deploy/plan-markdown.ts"
import { planText } from "../cli/views/deploy/plan.ts"
import type { Context } from "../workflows/context.ts"
import { plan } from "../workflows/plan/plan.ts"

export default class PlanCommand extends BaseCommand {
  static override summary = "Show what a deploy would change. Changes nothing."
  static override description =
    "Asks every platform what stands, and compares it with the manifest: + is made, ~ changed in place, -/+ made anew, - removed, = left alone. Secrets are shown as fingerprints."
  static override examples = [
    "<%= config.bin %> plan",
    {
      description: "Save it, look at it, carry out exactly that:",
      command:
        "<%= config.bin %> plan --out release.plan && <%= config.bin %> deploy --plan release.plan",
    },
    "<%= config.bin %> plan --exit-code --json",
  ]
  static override flags = {
    ...projectFlags,
    ...deployFlags,
    ...commentFlags,
    out: Flags.string({
      description: 'Save the plan for "aidep deploy --plan".',
      env: "AIDEP_PLAN_OUT",
      helpValue: "FILE",
    }),
    "exit-code": Flags.boolean({
      description: "Exit with 3 when there is something to change.",
      env: "AIDEP_PLAN_EXIT_CODE",
    }),
  }

  protected override async answer(context: Context): Promise<Answer> {
    const { flags } = await this.parse(PlanCommand)
    const input = { ...projectInput(flags), ...sourceInput(flags), out: flags.out }
    const result = await plan(input, context)
    const { diagnostics, ...data } = result
    const text = () => planMarkdown(result.plan)
    await commentWhenAsked(flags, { section: "plan", text }, context)
    const pending = flags["exit-code"] && result.pending
    return {
      data,
      diagnostics,
      ignoredFields: "count",
      text: (style) => planText(result, style),
      ...(pending ? { exit: exitCodes.changesPending } : {}),
    }
  }
}
