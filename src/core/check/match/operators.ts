import type { LanguageProblem } from "./language-problem.ts"
import type { ValueProblem } from "../../manifest/schema/values.ts"

export const jsonTypes = [
  "string",
  "number",
  "integer",
  "boolean",
  "array",
  "object",
  "null",
] as const
export type JsonType = (typeof jsonTypes)[number]

const comparisons = ["$gt", "$gte", "$lt", "$lte"] as const
type Comparison = (typeof comparisons)[number]

/** A test of one JSON value. */
export type Operator =
  | { readonly name: Comparison; readonly value: number }
  | { readonly name: "$eq"; readonly value: string | number | boolean | null }
  | { readonly name: "$type"; readonly value: JsonType }
  | { readonly name: "$exists"; readonly value: boolean }

export const operatorForm = `an operator (${[...comparisons, "$eq", "$type", "$exists"].join(", ")})`

export type ParsedOperator =
  | { readonly ok: true; readonly operator: Operator }
  | {
      readonly ok: false
      readonly name: string
      readonly at: LanguageProblem["at"]
      readonly problem: ValueProblem
    }

/** Reads one operator and what stands behind it. */
export function parseOperator(name: string, value: unknown): ParsedOperator {
  const comparison = comparisons.find((candidate) => candidate === name)
  if (comparison !== undefined)
    return typeof value === "number"
      ? { ok: true, operator: { name: comparison, value } }
      : wrongValue(name, "a number", "a number")
  switch (name) {
    case "$eq":
      return isScalar(value)
        ? { ok: true, operator: { name, value } }
        : wrongValue(name, "a plain value", "a text, a number, true, false or null")
    case "$type":
      return parseType(value)
    case "$exists":
      return typeof value === "boolean"
        ? { ok: true, operator: { name, value } }
        : wrongValue(name, "true or false", "true or false")
    default:
      return {
        ok: false,
        name,
        at: "key",
        problem: {
          name: "an operator",
          expected: `${operatorForm}; a key that is called so is reached with "$['${name}']" at the top`,
          offset: 0,
        },
      }
  }
}

/** Whether a value, undefined where there is none, passes. */
export function passes(found: unknown, operator: Operator): boolean {
  switch (operator.name) {
    case "$gt":
      return typeof found === "number" && found > operator.value
    case "$gte":
      return typeof found === "number" && found >= operator.value
    case "$lt":
      return typeof found === "number" && found < operator.value
    case "$lte":
      return typeof found === "number" && found <= operator.value
    case "$eq":
      return found === operator.value
    case "$type":
      return hasType(found, operator.value)
    case "$exists":
      return (found !== undefined) === operator.value
  }
}

function hasType(found: unknown, type: JsonType): boolean {
  switch (type) {
    case "integer":
      return Number.isInteger(found)
    case "array":
      return Array.isArray(found)
    case "object":
      return typeof found === "object" && found !== null && !Array.isArray(found)
    case "null":
      return found === null
    case "string":
    case "number":
    case "boolean":
      return typeof found === type
  }
}

function parseType(value: unknown): ParsedOperator {
  const type = jsonTypes.find((candidate) => candidate === value)
  return type === undefined
    ? wrongValue("$type", "a JSON type", `one of ${jsonTypes.join(", ")}`)
    : { ok: true, operator: { name: "$type", value: type } }
}

function isScalar(value: unknown): value is string | number | boolean | null {
  return value === null || ["string", "number", "boolean"].includes(typeof value)
}

function wrongValue(operator: string, name: string, expected: string): ParsedOperator {
  return { ok: false, name: operator, at: "value", problem: { name, expected, offset: 0 } }
}
