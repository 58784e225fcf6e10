import type { ChalkInstance } from "chalk"
import type { InitProposal, InitResult, WrittenFile } from "../../workflows/init/init.ts"
import type { PlannedValue } from "../../workflows/init/plan/planned-values.ts"
import type { Origin } from "../../workflows/init/plan/sourced.ts"
import { counted } from "./diagnostics.ts"
import { tableText } from "./table.ts"

/** Every value with where it came from, and the files that it leads to. */
export function proposalText({ values, files }: InitProposal, style: ChalkInstance): string {
  return [valuesText(values, style), "", filesTable(files, style)].join("\n")
}

/** What was written and what to type next. A proposal that a person has seen is not shown again. */
export function initText(result: InitResult, style: ChalkInstance): string {
  const { values, files, asked } = result
  return [
    ...(asked ? [] : [valuesText(values, style), ""]),
    filesTable(files, style),
    `${style.green("✓")} ${counted(files.length, "file")} written for the project "${result.name}".`,
    "",
    nextText(result, style),
  ].join("\n")
}

function valuesText(values: readonly PlannedValue[], style: ChalkInstance): string {
  const groups = Map.groupBy(values, ({ service }) => service)
  const texts = [...groups].map(([service, rows]) => {
    const heading = service === undefined ? "Project" : `Service "${service}"`
    return `${style.bold(heading)}\n${tableText(rows.map((row) => valueRow(row, style)))}`
  })
  return texts.join("\n")
}

const labelWidth = 9

function valueRow({ label, value, from }: PlannedValue, style: ChalkInstance): readonly string[] {
  return [`  ${label.padEnd(labelWidth)}`, value, style.dim(`(${originText(from)})`)]
}

function originText(from: Origin): string {
  return from.by === "detected" ? `detected in ${from.place}` : from.by
}

const changes = {
  create: { mark: "+", note: "" },
  extend: { mark: "~", note: " (lines added)" },
  replace: { mark: "~", note: " (replaced)" },
} as const

function filesTable(files: readonly WrittenFile[], style: ChalkInstance): string {
  return files
    .map(({ path, change }) => {
      const { mark, note } = changes[change]
      const colour = change === "create" ? style.green : style.yellow
      return `${colour(mark)} ${path}${style.dim(note)}`
    })
    .join("\n")
}

function nextText({ folder, secrets, keyMissing }: InitResult, style: ChalkInstance): string {
  const steps: readonly (readonly [string, string])[] = [
    ...(folder === "." ? [] : [[`cd ${folder}`, ""] as const]),
    ["aidep validate", "checks the manifest, after every change"],
    ["aidep render", "writes each platform's own files"],
    ["aidep deploy --target local", "starts all of it on this machine"],
    ["aidep deploy --rehearse", "plays it through on simulated platforms, without an account"],
  ]
  return [
    ...(secrets.length === 0
      ? []
      : [`Put the values of ${secrets.join(", ")} into .env, which git ignores.`]),
    ...(keyMissing
      ? ['Add AIDEP_SECRET_KEY to .env, with the output of "openssl rand -base64 32".']
      : []),
    "Next:",
    tableText(steps.map(([command, note]) => [`  ${style.cyan(command)}`, style.dim(note)])),
  ].join("\n")
}
