import type { ChalkInstance } from "chalk"
import type { ExplainedEntry } from "../../errors/catalogue-entry.ts"
import type { Explanation } from "../../workflows/explain/explain.ts"
import type { ExplainedField } from "../../workflows/explain/explain-field.ts"
import { tableText } from "./table.ts"

export function explanationText(explanation: Explanation, style: ChalkInstance): string {
  switch (explanation.type) {
    case "code":
      return entryText(explanation.entry, style)
    case "field":
      return fieldText(explanation.field, style)
    case "list":
      return [
        style.bold("Errors and warnings"),
        tableText(explanation.codes.map(({ code, title }) => [`  ${code}`, style.dim(title)])),
        "",
        style.bold("Fields of the manifest"),
        ...explanation.fields.map((field) => `  ${field}`),
      ].join("\n")
  }
}

function entryText(entry: ExplainedEntry, style: ChalkInstance): string {
  const { code, severity, title, explanation, example } = entry
  const examples =
    example === undefined
      ? []
      : [
          "",
          style.bold("Instead of"),
          indented(example.wrong),
          style.bold("write"),
          indented(example.right),
        ]
  return [`${style.bold(code)} (${severity})`, title, "", explanation, ...examples].join("\n")
}

function fieldText(field: ExplainedField, style: ChalkInstance): string {
  const { name, description, accepts, examples, children, support } = field
  return [
    `${style.bold(name)}: ${accepts}`,
    ...(description === "" ? [] : [description]),
    ...(examples.length === 0 ? [] : [`Examples: ${examples.join(", ")}`]),
    ...(children.length === 0 ? [] : [`Holds: ${children.join(", ")}`]),
    ...(support.length === 0
      ? []
      : ["", tableText(support.map(({ platform, answer }) => [`  ${platform}`, answer]))]),
  ].join("\n")
}

function indented(text: string): string {
  return text
    .split("\n")
    .map((line) => `  ${line}`)
    .join("\n")
}
