import { resolve } from "node:path"
import { annotationsText } from "../../core/report/annotations.ts"
import { junitText } from "../../core/report/junit.ts"
import { markdownText } from "../../core/report/markdown.ts"
import type { Report } from "../../core/report/report.ts"
import { sarifText } from "../../core/report/sarif.ts"
import { AidepError, problem } from "../../errors/aidep-error.ts"
import { unknownReportFormat, unwritableReport } from "../../errors/catalogue/lint.ts"
import type { Context } from "../context.ts"

export const reportFormats = ["junit", "sarif", "annotations", "markdown"] as const
export type ReportFormat = (typeof reportFormats)[number]

/** The report's text in a format; it ends in a line feed unless it is empty. */
export function reportIn(format: ReportFormat, report: Report): string {
  switch (format) {
    case "junit":
      return junitText(report)
    case "sarif":
      return sarifText(report)
    case "annotations":
      return annotationsText(report)
    case "markdown":
      return markdownText(report)
  }
}

const formatsByEnding = [
  { ending: /\.sarif(?:\.json)?$/, format: "sarif" },
  { ending: /\.xml$/, format: "junit" },
  { ending: /\.md$/, format: "markdown" },
  { ending: /\.html$/, format: "html" },
] as const

/** The format that the name of a report's file asks for. @throws AidepError `lint/unknown-report-format`. */
function formatOfFile(file: string): ReportFormat | "html" {
  const known = formatsByEnding.find(({ ending }) => ending.test(file))
  if (known === undefined) throw new AidepError(problem(unknownReportFormat, { file }))
  return known.format
}

export interface WrittenReports {
  readonly files: readonly string[]
  /** Also into the summary of the job, where GitHub runs one. */
  readonly summary: boolean
  /** Loads what writes the report as a page, which takes long. */
  readonly loadPage: () => Promise<(report: Report) => string>
}

/**
 * Writes a report into files, relative to the working folder, each in the format of its name, and into the summary of
 * the job where GitHub runs one and `summary` asks for it.
 *
 * @throws AidepError `lint/unknown-report-format`, `lint/unwritable-report`.
 */
export async function writeReports(
  report: Report,
  { files, summary, loadPage }: WrittenReports,
  context: Context,
): Promise<void> {
  const formats = files.map((file) => ({ file, format: formatOfFile(file) }))
  const page = formats.some(({ format }) => format === "html") ? await loadPage() : undefined
  const written = formats.map(({ file, format }) => ({
    path: resolve(context.workingFolder, file),
    text: format === "html" ? (page?.(report) ?? "") : reportIn(format, report),
  }))
  const summaryFile = summary ? (context.variables["GITHUB_STEP_SUMMARY"] ?? "") : ""
  const summaries =
    summaryFile === ""
      ? []
      : [{ path: summaryFile, text: await withSummary(summaryFile, report, context) }]
  const outcome = await context.files.writeAll([...written, ...summaries])
  if (outcome.status === "written") return
  const reason = `"${outcome.path}": ${outcome.reason}`
  throw new AidepError(problem(unwritableReport, { reason }))
}

/** Steps of a job share the file. */
async function withSummary(path: string, report: Report, { files }: Context): Promise<string> {
  const existing = await files.read(path)
  const before = existing.status === "read" ? new TextDecoder().decode(existing.bytes) : ""
  return `${before}${markdownText(report)}`
}
