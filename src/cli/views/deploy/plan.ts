import type { ChalkInstance } from "chalk"
import type { FieldChange, FieldValue } from "../../../core/plan/field-change.ts"
import { isEmpty, type Plan, type PlannedChange } from "../../../core/plan/plan.ts"
import { ownerTitle } from "../../../core/plan/resource.ts"
import type { PlanResult } from "../../../workflows/plan/plan.ts"

/** The plan, one block a change, and a line that counts them. */
export function planText(
  { plan, commit }: Pick<PlanResult, "plan" | "commit">,
  style: ChalkInstance,
): string {
  const { environment, changes } = plan
  if (isEmpty(plan))
    return `${style.green("✓")} Nothing to change: "${environment}" is what the manifest says.`
  const head =
    commit === undefined
      ? `Plan for "${environment}":`
      : `Plan for "${environment}" at commit ${commit.slice(0, 7)}:`
  return [
    head,
    "",
    ...changes.map((change) => changeText(change, style)),
    "",
    countText(plan),
  ].join("\n")
}

const marks = { create: "+", update: "~", replace: "-/+", remove: "-", none: "=" } as const

function changeText(change: PlannedChange, style: ChalkInstance): string {
  const colours = {
    create: style.green,
    update: style.yellow,
    replace: style.red,
    remove: style.red,
    none: style.dim,
  }
  const name = ownerTitle(change.owner)
  const notes = [
    change.why,
    change.restarts ? "restarts" : undefined,
    change.destroysData ? style.red("its data is lost") : undefined,
  ].filter((note) => note !== undefined)
  const about = notes.length === 0 ? "" : `  (${notes.join(", ")})`
  const mark = colours[change.change](marks[change.change].padEnd(3))
  const head = `  ${mark} ${style.bold(name)} ${change.kind} on ${change.provider}${about}`
  return [head, ...change.fields.map((field) => fieldText(field, change, style))].join("\n")
}

function fieldText(field: FieldChange, { change }: PlannedChange, style: ChalkInstance): string {
  const forces = field.forcesReplacement ? style.red("  forces replacement") : ""
  const after = valueText(field.after)
  const values = change === "create" ? after : `${valueText(field.before)} → ${after}`
  return `        ${style.dim(`${field.path}:`)} ${values}${forces}`
}

function valueText(value: FieldValue): string {
  switch (value.type) {
    case "absent":
      return "(none)"
    case "unknown":
      return "(known after deploy)"
    case "secret":
      return `•••• (${value.fingerprint})`
    case "value":
      return JSON.stringify(value.value)
  }
}

function countText({ changes }: Plan): string {
  const count = (type: PlannedChange["change"]) =>
    changes.filter(({ change }) => change === type).length
  return `${count("create")} to create, ${count("update")} to update, ${count("replace")} to replace, ${count("remove")} to remove, ${count("none")} unchanged.`
}
