import { approval } from "../cli/deploy/approval.ts"
import { type Answer, BaseCommand } from "../cli/base-command.ts"
import { deployed, rehearsed } from "../cli/deploy/answers.ts"
import { approvalFlags, deployFlags, rehearsalFlags, sourceInput } from "../cli/deploy/flags.ts"
import { interruption } from "../cli/interruption.ts"
import { deployProgress, progressForm } from "../cli/deploy/progress.ts"
import { projectFlags, projectInput } from "../cli/project-flags.ts"
import type { Context } from "../workflows/context.ts"
import type { DeployInput } from "../workflows/deploy/deploy.ts"

export default class Deploy extends BaseCommand {
  static override summary =
    "Bring an environment to what the manifest says, and prove it from outside."
  static override description =
    "Applies services in the order of their dependencies, on all their platforms as one release: wires addresses, tokens and secrets, waits until each is up, probes the result, records it, and goes back to the release before when the new one is not live. What did not change is left alone."
  static override examples = [
    {
      description: "The whole stack on this machine:",
      command: "<%= config.bin %> deploy --target local",
    },
    {
      description: "To Render, and Modal for what only lists that:",
      command: "<%= config.bin %> deploy --target render",
    },
    {
      description: "The same without any account, with a fault:",
      command:
        "<%= config.bin %> deploy --target render --rehearse --fault render.createService:timeout-after",
    },
    "<%= config.bin %> deploy --plan release.plan --yes --json",
  ]
  static override flags = {
    ...projectFlags,
    ...deployFlags,
    ...approvalFlags,
    ...rehearsalFlags,
  }

  protected override async answer(context: Context): Promise<Answer> {
    const { flags } = await this.parse(Deploy)
    const { approve, request } = await approval(
      {
        file: flags.plan,
        yes: flags.yes || flags.rehearse || flags.json,
        allowDestroy:
          flags["allow-destroy"] ?? (flags.rehearse ? Number.POSITIVE_INFINITY : undefined),
      },
      context,
    )
    const progress = deployProgress(progressForm(flags))
    const input: DeployInput = {
      ...projectInput(flags),
      ...sourceInput(flags),
      ...request,
      keepFailed: flags["keep-failed"],
      progress: progress.tell,
      report: progress.report,
      signal: interruption(),
      approve: async (plan) => {
        await approve(plan)
        await progress.begin(plan)
      },
    }
    try {
      return flags.rehearse
        ? await rehearsed({ ...input, faults: flags.fault ?? [] }, context)
        : await deployed({ ...input, track: flags.track }, context)
    } finally {
      await progress.end()
    }
  }
}
