import { type Answer, BaseCommand, exitCodes } from "../cli/base-command.ts"
import { commentWhenAsked } from "../cli/comment.ts"
import { costFlags, costInput } from "../cli/cost-flags.ts"
import { costMarkdown } from "../cli/views/cost/markdown.ts"
import { costFormatter } from "../cli/views/cost/formats.ts"
import { estimateCost } from "../workflows/cost/estimate-cost.ts"
import type { Context } from "../workflows/context.ts"

export default class Cost extends BaseCommand {
  static override summary = "Say what the stack costs a month, and where it would cost less."
  static override description =
    "Simulates a month of the workload on every platform that the manifest allows, with idle time, cold starts, plan fees, allowances and credits, and compares. Prices are list prices in US dollars before tax, each with its source and date. Exits with 77 when the budget of the manifest is exceeded and says so."
  static override examples = [
    "<%= config.bin %> cost",
    {
      description: "On every platform there is, for another workload:",
      command: "<%= config.bin %> cost --all --requests 100000 --cache-hits 40%",
    },
    {
      description: "With changes:",
      command: "<%= config.bin %> cost --what-if idle=30s,gpu=L4",
    },
    {
      description: "For a pull request:",
      command: "<%= config.bin %> cost --format markdown --against origin/main",
    },
  ]
  static override flags = costFlags

  protected override async answer(context: Context): Promise<Answer> {
    const { flags } = await this.parse(Cost)
    const { report, diagnostics } = await estimateCost(costInput(flags), context)
    const text = () => costMarkdown(report)
    await commentWhenAsked(flags, { section: "cost", text }, context)
    const write = await costFormatter(flags.format)
    const exceeded = report.budget?.verdict === "exceeded" && report.budget.onExceed === "fail"
    return {
      data: report,
      json: flags.format === "json",
      diagnostics,
      text: (style) => write(report, style),
      ...(exceeded ? { exit: exitCodes.notAllowed } : {}),
    }
  }
}
