import type { Plan, PlannedChange } from "../../../core/plan/plan.ts"
import { escapedMarkdown, markdownTable } from "../../../core/report/markdown-table.ts"

const marks = { create: "➕", update: "✏️", replace: "♻️", remove: "➖", none: "" } as const
const words = {
  create: "to create",
  update: "to change",
  replace: "to make anew",
  remove: "to remove",
  none: "left alone",
} as const

/**
 * What a deploy would change, for everybody who can read a pull request: what and where, and which fields, but none of
 * their values. The text ends in a line feed.
 */
export function planMarkdown({ environment, changes }: Plan): string {
  const pending = changes.filter(({ change }) => change !== "none")
  const title = `## Plan for ${escapedMarkdown(environment)}`
  if (pending.length === 0) return `${title}\n\nNothing would change.\n`
  const rows = pending.map((change) => [
    marks[change.change],
    change.owner,
    change.kind,
    change.provider,
    noteOf(change),
  ])
  const table = markdownTable(["", "What", "Kind", "Where", "Note"], rows)
  return `${title}\n\n${counts(changes)}\n\n${table}\n`
}

function counts(changes: readonly PlannedChange[]): string {
  const parts = Object.entries(words).flatMap(([type, word]) => {
    const count = changes.filter(({ change }) => change === type).length
    return count === 0 ? [] : [`${count} ${word}`]
  })
  return `${parts.join(", ")}.`
}

function noteOf({ why, fields, restarts, destroysData }: PlannedChange): string {
  return [
    ...(why === undefined ? [] : [why]),
    ...(fields.length === 0 ? [] : [`fields: ${fields.map(({ path }) => path).join(", ")}`]),
    ...(restarts ? ["restarts"] : []),
    ...(destroysData ? ["loses its data"] : []),
  ].join("; ")
}
