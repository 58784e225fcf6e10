import type { ProcessExit, StartProblem } from "../../ports/supervisor.ts"

type Fields = Readonly<Record<string, unknown>>

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

export function isOneOf<const T extends string>(value: unknown, of: readonly T[]): value is T {
  return of.some((one) => one === value)
}

export function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === "string")
}

export function isStartProblem(value: unknown): value is StartProblem {
  return isOneOf(value, [
    "missing-program",
    "missing-interpreter",
    "missing-working-folder",
    "not-permitted",
    "folder-unusable",
    "no-supervisor",
    "other",
  ] satisfies StartProblem[])
}

export function isProcessExit(value: unknown): value is ProcessExit {
  if (!isFields(value)) return false
  const { kind, code, signal, problem, reason } = value
  switch (kind) {
    case "code":
      return typeof code === "number"
    case "signal":
      return typeof signal === "string"
    case "not-startable":
      return isStartProblem(problem) && typeof reason === "string"
    default:
      return false
  }
}
