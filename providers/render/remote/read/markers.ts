import {
  deploymentIn as deploymentOf,
  ownVariables as withoutMarkers,
} from "../../../_shared/remote/ownership.ts"

/** What the newest deploy has to be built from: Render's first deploy of a service builds whatever is newest. */
export const commitMarker = "AIDEP_COMMIT"

type Variables = ReadonlyMap<string, string>

interface Deployed {
  readonly id: string
  readonly commit?: { readonly id?: string | null | undefined } | null | undefined
}

/** Deployment id of what runs or is being started; undefined where that was made from something else. */
export function deploymentIn(
  variables: Variables,
  newest: Deployed | undefined,
): string | undefined {
  const isRight = newest !== undefined && isOfCommit(newest, variables.get(commitMarker))
  return isRight ? deploymentOf(variables, newest) : undefined
}

/** True as well where either is not known: a deploy has no commit before its build began. */
export function isOfCommit({ commit }: Deployed, wanted: string | undefined): boolean {
  const built = commit?.id ?? undefined
  return built === undefined || wanted === undefined || built === wanted
}

/** What a program was given on purpose. */
export function ownVariables(variables: Variables): Variables {
  return withoutMarkers(variables, [commitMarker])
}
