import type { ChalkInstance } from "chalk"
import type { Examination, Finding, UpcomingRetirement } from "../../workflows/examine-machine.ts"
import { tableText } from "./table.ts"

const headings: readonly (readonly [Finding["group"], string])[] = [
  ["machine", "Machine"],
  ["tools", "Tools of platforms"],
  ["credentials", "Credentials"],
]

/** What was found, group by group, each with what to do about it. */
export function machineText({ findings, retirements }: Examination, style: ChalkInstance): string {
  const groups = headings.flatMap(([group, heading]) => {
    const rows = findings.filter((finding) => finding.group === group)
    if (rows.length === 0) return []
    return [`${style.bold(heading)}\n${tableText(rows.map((row) => findingRow(row, style)))}`]
  })
  const ends = retirements.map((retirement) => retirementRow(retirement, style))
  const ending = ends.length === 0 ? [] : [`${style.bold("Retirements")}\n${tableText(ends)}`]
  return [...groups, ...ending, summary(findings, style)].join("\n\n")
}

function findingRow(
  { name, status, found, hint }: Finding,
  style: ChalkInstance,
): readonly string[] {
  const marks = { ok: style.green("✓"), warning: style.yellow("!"), failed: style.red("✗") }
  return [`  ${marks[status]}`, name, found, hint === "" ? "" : `${style.cyan("→")} ${hint}`]
}

function retirementRow(
  { code, platform, retiresOn, daysLeft }: UpcomingRetirement,
  style: ChalkInstance,
): readonly string[] {
  const when = daysLeft > 0 ? style.yellow(`in ${daysLeft} days`) : style.dim("over")
  return [`  ${retiresOn}`, when, platform, style.dim(`aidep explain ${code}`)]
}

function summary(findings: readonly Finding[], style: ChalkInstance): string {
  const failed = findings.filter(({ status }) => status === "failed").length
  const warnings = findings.filter(({ status }) => status === "warning").length
  if (failed > 0) return style.red("aidep cannot work on this machine as it is.")
  return warnings === 0
    ? style.green("Everything is in place.")
    : `aidep works here. ${warnings} of ${findings.length} findings matter once their platform is used.`
}
