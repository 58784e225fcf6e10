import type { ChalkInstance } from "chalk"
import type { DataValue } from "../../../core/artifact/data.ts"
import type { FieldChange, FieldValue } from "../../../core/plan/field-change.ts"
import {
  isEmpty,
  type Plan,
  type PlannedChange,
  type PlannedRollout,
} from "../../../core/plan/plan.ts"
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
    change.rollout === undefined ? undefined : rolloutText(change.rollout),
    change.restarts ? "restarts" : undefined,
    change.destroysData ? style.red("its data is lost") : undefined,
  ].filter((note) => note !== undefined)
  const about = notes.length === 0 ? "" : `  (${notes.join(", ")})`
  const mark = colours[change.change](marks[change.change].padEnd(3))
  const head = `  ${mark} ${style.bold(name)} ${change.kind} on ${change.provider}${about}`
  return [head, ...change.fields.map((field) => fieldText(field, change, style))].join("\n")
}

function rolloutText({ strategy, steps = [] }: PlannedRollout): string {
  if (strategy === "all-at-once") return "all at once: the platform splits no traffic"
  const shares = steps.map((share) => ` ${Math.round(share * 100)} %`).join(",")
  return `${strategy}${shares}`
}

function fieldText(field: FieldChange, { change }: PlannedChange, style: ChalkInstance): string {
  const forces = field.forcesReplacement ? style.red("  forces replacement") : ""
  const after = valueText(field.after, field.path)
  const values = change === "create" ? after : `${valueText(field.before, field.path)} → ${after}`
  return `        ${style.dim(`${field.path}:`)} ${values}${forces}`
}

function valueText(value: FieldValue, path: string): string {
  switch (value.type) {
    case "absent":
      return "(none)"
    case "unknown":
      return "(known after deploy)"
    case "secret":
      return `•••• (${value.fingerprint})`
    case "value":
      return sourceText(value.value, path) ?? JSON.stringify(value.value)
  }
}

/** A commit or an image, as short as it can still be told from others; undefined for any other field. */
function sourceText(value: DataValue, path: string): string | undefined {
  if (typeof value !== "string") return undefined
  if (path === "source.commit") return value.slice(0, shortCommit)
  return path === "source.image"
    ? value.replace(/(@sha256:[\da-f]{12})[\da-f]+$/, "$1…")
    : undefined
}

const shortCommit = 7

function countText({ changes }: Plan): string {
  const count = (type: PlannedChange["change"]) =>
    changes.filter(({ change }) => change === type).length
  return `${count("create")} to create, ${count("update")} to update, ${count("replace")} to replace, ${count("remove")} to remove, ${count("none")} unchanged.`
}
