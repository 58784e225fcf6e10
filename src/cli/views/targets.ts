import type { ChalkInstance } from "chalk"
import type { Support } from "../../core/project/support.ts"
import type { ListedPlatform, SupportRow, TargetList } from "../../workflows/list-targets.ts"
import { tableText } from "./table.ts"

const groups: readonly (readonly [SupportRow["group"], string])[] = [
  ["kind", "Kinds of service"],
  ["field", "Fields of a service"],
  ["resource", "Data resources"],
  ["edge", "Edge"],
  ["rollout", "Rollout"],
  ["build", "Build by"],
]

/** One word a cell; `aidep targets PLATFORM` and `aidep explain FIELD` say how and why. */
const levelWords: Readonly<Record<Support["level"], string>> = {
  native: "native",
  emulated: "emulated",
  ignored: "ignored",
  error: "no",
}

/** The whole table, platforms as columns. */
export function targetsText(list: TargetList, style: ChalkInstance): string {
  const ids = list.platforms.map(({ id }) => id)
  const sections = groups.flatMap(([group, heading]) => [
    [style.bold(heading), ...ids.map((id) => style.cyan(id))],
    ...list.rows
      .filter((row) => row.group === group)
      .map((row) => [`  ${row.name}`, ...ids.map((id) => cell(row.answers[id], style))]),
  ])
  return [
    tableText(sections),
    "",
    `${style.bold("About the whole project")}: ${list.projectWide.map(({ id }) => id).join(", ")}.`,
    `${style.bold("Known by name only")} (allowed as targets; nothing is rendered or deployed): ${list.namedOnly.map(({ id }) => id).join(", ")}.`,
    style.dim('"aidep targets PLATFORM" says how and why.'),
  ].join("\n")
}

function cell(support: Support | undefined, style: ChalkInstance): string {
  if (support === undefined) return ""
  const word = levelWords[support.level]
  const colours = {
    native: style.green,
    emulated: style.blue,
    ignored: style.yellow,
    error: style.red,
  }
  return colours[support.level](word)
}

/** All answers of one platform in words. */
export function targetText(
  platform: ListedPlatform,
  rows: readonly SupportRow[],
  style: ChalkInstance,
): string {
  const answers = rows.map((row) => {
    const support = row.answers[platform.id]
    const note = support === undefined || support.level === "native" ? "" : support.note
    return [`  ${row.group}`, row.name, cell(support, style), note]
  })
  return `${style.bold(platform.title)} (${platform.roles.join(", ")}), ${platform.docs}\n${tableText(answers)}`
}
