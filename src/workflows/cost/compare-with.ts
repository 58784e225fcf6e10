import { basename, dirname, resolve } from "node:path"
import { type CostReport, costReportSchema } from "../../core/cost/report/cost-report.ts"
import { AidepError, problem } from "../../errors/aidep-error.ts"
import { unreadableReport } from "../../errors/catalogue/cost.ts"
import type { Context } from "../context.ts"

/** What a report is compared with: one that was written, or the manifest of a commit, still to be priced. */
export type Baseline =
  | { readonly type: "report"; readonly report: CostReport }
  | { readonly type: "manifest"; readonly bytes: Uint8Array }

const gitTimeoutMs = 20_000

/**
 * Reads the file of a report, or else takes the text as a commit, branch or tag and reads the manifest there.
 *
 * @throws AidepError `cost/unreadable-report`.
 */
export async function readBaseline(
  against: string,
  manifest: string,
  context: Context,
): Promise<Baseline> {
  const content = await context.files.read(resolve(context.workingFolder, against))
  if (content.status === "read")
    return { type: "report", report: parseReport(content.bytes, against) }
  const path = resolve(context.workingFolder, manifest)
  const shown = await context.processes.run({
    file: "git",
    args: ["show", `${against}:./${basename(path)}`],
    effect: "read",
    timeoutMs: gitTimeoutMs,
    workingFolder: dirname(path),
  })
  if (shown.status === "ended" && shown.exitCode === 0)
    return { type: "manifest", bytes: new TextEncoder().encode(shown.stdout) }
  throw unreadable(against, reasonOf(shown))
}

function reasonOf(shown: Awaited<ReturnType<Context["processes"]["run"]>>): string {
  switch (shown.status) {
    case "not-found":
      return "no such file, and git is not installed"
    case "timed-out":
      return "no such file, and git did not answer"
    case "ended":
      return `no such file, and git says "${shown.stderr.trim().split("\n")[0] ?? ""}"`
  }
}

/** The report itself, or the JSON result of the command with the report as its data. */
function parseReport(bytes: Uint8Array, from: string): CostReport {
  const value = parseJson(bytes, from)
  const data = typeof value === "object" && value !== null && "data" in value ? value.data : value
  const parsed = costReportSchema.safeParse(data)
  if (!parsed.success) throw unreadable(from, 'the file holds no report of "aidep cost --json"')
  return parsed.data
}

function parseJson(bytes: Uint8Array, from: string): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    throw unreadable(from, "the file holds no JSON")
  }
}

function unreadable(from: string, reason: string): AidepError {
  return new AidepError(problem(unreadableReport, { from, reason }))
}
