import type { ObservedResource } from "../../../core/plan/resource.ts"
import { AidepError, problem } from "../../../errors/aidep-error.ts"
import { standsElsewhere } from "../../../errors/catalogue/deploy.ts"
import type { LoadedProject } from "../../load-project.ts"

/**
 * `--target` chooses a place for what does not stand yet. Moving what stands takes a decision in the manifest.
 *
 * @throws AidepError `deploy/stands-elsewhere` with what stands where.
 */
export function gateMoves(
  { project, input: { target } }: LoadedProject,
  observed: readonly ObservedResource[],
): void {
  if (target === undefined) return
  const items = [...project.services, ...project.resources]
  const moved = items.flatMap(({ name, placement }) => {
    const elsewhere = observed.find(
      ({ owner, provider }) =>
        owner === name && provider !== placement.platform && placement.targets.includes(provider),
    )
    return elsewhere === undefined ? [] : [{ item: name, platform: elsewhere.provider }]
  })
  if (moved.length > 0) throw new AidepError(problem(standsElsewhere, { moved, target }))
}
