import type { BackOff, StartOutcome, SupervisedProcess } from "../../ports/supervisor.ts"
import { isFields, isOneOf, isStartProblem, isTexts } from "./from-json.ts"

/** What the supervisor writes to its standard output, once, as one line of JSON. */
export type Answer = Exclude<StartOutcome, { readonly status: "already-running" }> | AlreadyRunning

interface AlreadyRunning {
  readonly status: "already-running"
}

/** What the supervisor reads from its standard input. Undefined when the writer was killed in the middle. */
export function parseOrder(text: string): SupervisedProcess | undefined {
  const value = parseJson(text)
  return isOrder(value) ? value : undefined
}

export function parseAnswer(text: string): Answer | undefined {
  const value = parseJson(text)
  return isAnswer(value) ? value : undefined
}

function isOrder(value: unknown): value is SupervisedProcess {
  if (!isFields(value)) return false
  const { folder, file, args, workingFolder, variables, restart, maxLogBytes, label, backOff } =
    value
  return (
    [folder, file, workingFolder, label].every((text) => typeof text === "string") &&
    isTexts(args) &&
    isFields(variables) &&
    isTexts(Object.values(variables)) &&
    isOneOf(restart, ["always", "on-failure", "never"]) &&
    typeof maxLogBytes === "number" &&
    (backOff === undefined || isBackOff(backOff))
  )
}

function isBackOff(value: unknown): value is BackOff {
  if (!isFields(value)) return false
  const { firstMs, longestMs, resetAfterMs, crashes } = value
  return [firstMs, longestMs, resetAfterMs, crashes].every((number) => typeof number === "number")
}

function isAnswer(value: unknown): value is Answer {
  if (!isFields(value)) return false
  const { status, pid, supervisorPid, problem, reason } = value
  switch (status) {
    case "already-running":
      return true
    case "started":
      return typeof pid === "number" && typeof supervisorPid === "number"
    case "not-startable":
      return isStartProblem(problem) && typeof reason === "string"
    default:
      return false
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
