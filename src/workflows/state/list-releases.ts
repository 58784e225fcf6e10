import type { Release } from "../../core/release/state.ts"
import { rollbackPoint } from "../../core/release/state.ts"
import type { Context } from "../context.ts"
import { readHistory } from "../deploy/state/state-files.ts"
import type { ProjectInput } from "../load-project.ts"
import { openPlace } from "./open-place.ts"

export interface ListedRelease {
  readonly id: string
  readonly madeAt: string
  readonly verdict: Release["verdict"]
  /** Id of the release that it brought back. */
  readonly restores: string | undefined
  readonly services: readonly {
    readonly name: string
    readonly platform: string
    readonly deploymentId: string | undefined
  }[]
  /** True where all that it takes to apply it again was recorded. */
  readonly restorable: boolean
}

export interface ListedReleases {
  readonly environment: string
  /** Newest first. */
  readonly releases: readonly ListedRelease[]
  /** Id of the release that a rollback would bring back. */
  readonly rollbackPoint: string | undefined
}

/**
 * Releases of an environment, from its history.
 *
 * @throws AidepError `state/damaged`, `state/newer`, `state/unavailable`; those of `openPlace`.
 */
export async function listReleases(
  input: Pick<ProjectInput, "manifest" | "environment">,
  context: Context,
): Promise<ListedReleases> {
  const { place, environment, store } = await openPlace(input, context)
  const { state } = await readHistory(place, store)
  const newest = state.releases.at(-1)?.id
  const point = rollbackPoint(state, newest === undefined ? {} : { before: newest })
  return {
    environment,
    releases: state.releases.map(listed).toReversed(),
    rollbackPoint: point?.id,
  }
}

function listed(release: Release): ListedRelease {
  const { id, madeAt, verdict, restores, platforms, deployments, parts } = release
  return {
    id,
    madeAt,
    verdict,
    restores,
    services: Object.entries(platforms).map(([name, platform]) => ({
      name,
      platform,
      deploymentId: deployments[name],
    })),
    restorable: parts.length > 0,
  }
}
