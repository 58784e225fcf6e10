import type { StateStore } from "../../ports/state-store.ts"
import type { Context } from "../context.ts"
import { openStore, type Place } from "../deploy/state/open-store.ts"
import { parseProject, type ProjectInput } from "../load-project.ts"

export interface OpenPlace {
  readonly place: Place
  readonly environment: string
  readonly store: StateStore
}

/**
 * The history of the project at hand, whose manifest only has to be readable.
 *
 * @throws AidepError those of `parseProject` and `openStore`.
 */
export async function openPlace(
  input: Pick<ProjectInput, "manifest" | "environment">,
  context: Context,
): Promise<OpenPlace> {
  const { folder, parsed } = await parseProject(input, context)
  const { environment } = parsed
  const place = { folder, parsed, project: { environment } }
  return { place, environment, store: await openStore(place, context) }
}
