import type { ApplyOutcome, Problem } from "aidep/provider"

/** What came of one step of the way to a running process. */
export type Step<T> = { readonly status: "done"; readonly value: T } | Failure

export type Failure = Extract<ApplyOutcome, { status: "failed" }>

export function done<T>(value: T): Step<T> {
  return { status: "done", value }
}

export function failure(problem: Problem, log: readonly string[] = []): Failure {
  return { status: "failed", problem, log }
}

/** The same failure with a sentence on what stands now. */
export function withState(failed: Failure, sentence: string): Failure {
  const { problem } = failed
  return { ...failed, problem: { ...problem, message: `${problem.message} ${sentence}` } }
}
