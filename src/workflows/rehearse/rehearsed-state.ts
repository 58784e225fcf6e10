import type { Project } from "../../core/project/project.ts"
import type { Context } from "../context.ts"
import { memoryState } from "./memory-state.ts"

/** A rehearsal begins without a history and leaves none: it has one in memory, and needs no account of a bucket. */
export function withRehearsedState(
  context: Context,
  { stateCredentials }: Pick<Project, "stateCredentials">,
): Context {
  const state = memoryState()
  const madeUp = stateCredentials.map((name) => [name, "made-up"])
  return {
    ...context,
    variables: { ...context.variables, ...Object.fromEntries(madeUp) },
    openState: async () => state,
  }
}
