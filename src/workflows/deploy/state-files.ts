import { join } from "node:path"
import {
  emptyState,
  type EnvironmentState,
  parseState,
  type Release,
  withRelease,
} from "../../core/release/state.ts"
import { AidepError, problem } from "../../errors/aidep-error.ts"
import { unwritableState } from "../../errors/catalogue/deploy.ts"
import type { Context } from "../context.ts"
import type { LoadedProject } from "../load-project.ts"

type Place = Pick<LoadedProject, "folder" | "project">

export function lockFile({ folder, project }: Place): string {
  return join(folder, ".aidep", "state", `${project.environment}.lock`)
}

function stateFile({ folder, project }: Place): string {
  return join(folder, ".aidep", "state", `${project.environment}.json`)
}

/** The history of an environment; an empty one where there is none, or where the file is not one. */
export async function readState(place: Place, { files }: Context): Promise<EnvironmentState> {
  const content = await files.read(stateFile(place))
  if (content.status !== "read") return emptyState
  return parseState(new TextDecoder().decode(content.bytes)) ?? emptyState
}

/** @throws AidepError `deploy/unwritable-state`. */
export async function recordRelease(
  place: Place,
  release: Release,
  context: Context,
): Promise<void> {
  const state = withRelease(await readState(place, context), release)
  const path = stateFile(place)
  const text = `${JSON.stringify(state, null, 2)}\n`
  const outcome = await context.files.writeAll([{ path, text }])
  if (outcome.status === "failed")
    throw new AidepError(problem(unwritableState, { file: path, reason: outcome.reason }))
}
