import type { Diagnostic, Place } from "../../errors/diagnostic.ts"
import { sloFindings } from "../slo/slo-report.ts"
import type { Report, ReportedCheck } from "./report.ts"

/**
 * Commands that GitHub shows at the lines of a pull request:
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands (read 2026-11-21). The text ends
 * in a line feed unless it is empty.
 */
export function annotationsText({ findings, checks, checklist, slo }: Report): string {
  const commands = [
    ...[...findings, ...sloFindings(slo)].map(({ severity, code, message, hint, place }) =>
      command(severity, { title: code, place, text: `${message} ${hint}` }),
    ),
    ...checks.flatMap(checkCommands),
    ...checklist
      .filter(({ answer }) => answer === "no")
      .map(({ title, evidence, hint }) =>
        command("error", { title, place: undefined, text: [...evidence, hint].join(" ") }),
      ),
  ]
  return commands.map((line) => `${line}\n`).join("")
}

/** One command for what is wrong, and one a warning. */
function checkCommands({
  name,
  service,
  passed,
  messages,
  place,
  findings = [],
}: ReportedCheck): readonly string[] {
  const title = `${service}: ${name}`
  const errors = findings.filter(({ severity }) => severity === "error")
  const text = errors.length === 0 ? messages.join(" ") : errors.map(sentences).join(" ")
  const warnings = findings.filter(({ severity }) => severity === "warning")
  return [
    ...(passed ? [] : [command("error", { title, place, text })]),
    ...warnings.map((one) => command("warning", { title, place, text: sentences(one) })),
  ]
}

function sentences({ message, hint }: Diagnostic): string {
  return `${message} ${hint}`
}

interface Annotation {
  readonly title: string
  readonly place: Place | undefined
  readonly text: string
}

function command(severity: "error" | "warning", { title, place, text }: Annotation): string {
  const properties = {
    ...(place === undefined ? {} : { file: place.file, line: place.line, col: place.column }),
    title,
  }
  const written = Object.entries(properties).map(([key, value]) => `${key}=${property(value)}`)
  return `::${severity} ${written.join(",")}::${data(text)}`
}

function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A")
}

function property(value: string | number): string {
  return data(String(value)).replaceAll(":", "%3A").replaceAll(",", "%2C")
}
