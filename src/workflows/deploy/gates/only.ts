import { nearest } from "../../../core/manifest/nearest.ts"
import { projectOwner } from "../../../core/plan/resource.ts"
import { AidepError, problem } from "../../../errors/aidep-error.ts"
import { unknownOnly } from "../../../errors/catalogue/gates.ts"
import type { PlannedDeploy } from "../plan-deploy.ts"

/**
 * What a deploy is limited to has to be something: in the manifest, or standing and no longer there.
 *
 * @throws AidepError `gates/unknown-only` with the names that are known.
 */
export function gateOnly(
  only: readonly string[] | undefined,
  { desired, observed }: Pick<PlannedDeploy, "desired" | "observed">,
): void {
  const owners = [...desired, ...observed].map(({ owner }) => owner)
  const known = [...new Set(owners)].filter((owner) => owner !== projectOwner)
  const unknown = only?.find((name) => !known.includes(name))
  if (unknown === undefined) return
  const near = nearest(unknown, known)
  throw new AidepError(problem(unknownOnly, { name: unknown, known, near }))
}
