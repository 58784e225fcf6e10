import { type Answer, BaseCommand } from "../cli/base-command.ts"
import { checkFlags } from "../cli/check/check-flags.ts"
import { exitOf } from "../cli/check/exit-of.ts"
import { scopeOf } from "../cli/check/scope-of.ts"
import { sloInput } from "../cli/check/slo-flags.ts"
import { commentWhenAsked } from "../cli/comment.ts"
import { interruption } from "../cli/interruption.ts"
import { projectInput } from "../cli/project-flags.ts"
import { loadPage } from "../cli/views/check/html/load-page.ts"
import { outcomeText } from "../cli/views/check/outcome.ts"
import { check } from "../workflows/check/check.ts"
import { reportIn, writeReports } from "../workflows/check/write-reports.ts"
import type { Context } from "../workflows/context.ts"

export default class Check extends BaseCommand {
  static override summary = "Check the project before a deploy, and with --live what stands."
  static override description =
    "Without flags, looks at the manifest, its platforms and the project's files: secrets, images, Dockerfiles, workflows, what is exposed, what ends when. With --live, sends the manifest's own checks from outside, and looks at names, certificates, redirects and models. With --production, answers with evidence whether all is ready for others to rely on. With --duration and --rate, also sends them evenly and judges by the objectives in slo. Exits with 4 when something is wrong, and with 6 when a load does not tell."
  static override examples = [
    "<%= config.bin %> check",
    { description: "What stands:", command: "<%= config.bin %> check --live" },
    {
      description: "And whether its limits hold:",
      command: "<%= config.bin %> check --live --rate-limit 100",
    },
    {
      description: "Under load, judged by the manifest's slo:",
      command: "<%= config.bin %> check --live --duration 60s --rate 20 --report load.html",
    },
    {
      description: "In a pipeline, with a report for code scanning:",
      command: "<%= config.bin %> check --format annotations --report check.sarif",
    },
  ]
  static override flags = checkFlags

  protected override async answer(context: Context): Promise<Answer> {
    const { flags } = await this.parse(Check)
    const { url, fix, strict, format, report: files = [] } = flags
    const scope = scopeOf(flags)
    const input = {
      ...projectInput(flags),
      url,
      fix,
      strict,
      scope,
      signal: interruption(),
      rateLimit: flags["rate-limit"],
      privateAddresses: flags["private-addresses"],
      slo: sloInput(flags),
    }
    const outcome = await check(input, context)
    const { report, live, failure } = outcome
    await writeReports(report, { files, summary: format === "annotations", loadPage }, context)
    if (failure === undefined) {
      const text = () => reportIn("markdown", report)
      await commentWhenAsked(flags, { section: "checks", text }, context)
    }
    if (failure !== undefined && (format === "pretty" || format === "json")) throw failure
    const { findings, silenced, checklist } = report
    return {
      data: {
        environment: report.environment,
        ...(scope === "live" ? {} : { findings, silenced, fixed: outcome.static?.fixed ?? [] }),
        ...(live === undefined ? {} : { results: live.results, probes: live.probes }),
        ...(report.slo === undefined ? {} : { slo: report.slo }),
        ...(scope === "production" ? { checklist } : {}),
      },
      json: format === "json",
      diagnostics: scope === "live" ? (live?.diagnostics ?? []) : [],
      ignoredFields: "none",
      text: (style) =>
        format === "pretty" || format === "json"
          ? outcomeText(outcome, style)
          : reportIn(format, report).trimEnd(),
      exit: exitOf(outcome),
    }
  }
}
