import type { Place } from "../../errors/diagnostic.ts"
import type { Report } from "./report.ts"

/**
 * Commands that GitHub shows at the lines of a pull request:
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands (read 2026-11-21). The text ends
 * in a line feed unless it is empty.
 */
export function annotationsText({ findings, checks, checklist }: Report): string {
  const commands = [
    ...findings.map(({ severity, code, message, hint, place }) =>
      command(severity, { title: code, place, text: `${message} ${hint}` }),
    ),
    ...checks
      .filter(({ passed }) => !passed)
      .map(({ name, service, messages, place }) =>
        command("error", { title: `${service}: ${name}`, place, text: messages.join(" ") }),
      ),
    ...checklist
      .filter(({ answer }) => answer === "no")
      .map(({ title, evidence, hint }) =>
        command("error", { title, place: undefined, text: [...evidence, hint].join(" ") }),
      ),
  ]
  return commands.map((line) => `${line}\n`).join("")
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
