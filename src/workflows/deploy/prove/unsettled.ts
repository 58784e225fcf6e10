import { planChanges } from "../../../core/plan/changes.ts"
import type { ObservedResource } from "../../../core/plan/resource.ts"
import { AidepError, problem } from "../../../errors/aidep-error.ts"
import { notSettled } from "../../../errors/catalogue/deploy.ts"
import type { Applied } from "../apply/apply.ts"
import { comparison } from "../plan-deploy.ts"
import type { Run } from "../run.ts"
import type { Parts } from "../variables.ts"

interface Settled {
  readonly run: Run
  readonly applied: Applied
  readonly parts: Parts
  readonly observed: readonly ObservedResource[]
}

/** Plans again: fields that a platform accepted and does not have, such as `gateway: plan`. */
export function unsettledFields({ run, applied, parts, observed }: Settled): readonly string[] {
  const { loaded, secrets } = run
  const desired = applied.changes.map((change) => change.desired)
  const compared = comparison({ loaded, secrets, parts, outputs: applied.outputs })
  return planChanges(desired, observed, compared).flatMap((change) => {
    if (change.type === "none" || change.type === "remove") return []
    const { owner } = change.desired
    if (change.type === "create") return [`${owner}: it does not stand`]
    const paths = change.fields.map(({ path }) => path)
    if (change.why === "new deployment") paths.push("deployment")
    return paths.map((path) => `${owner}: ${path}`)
  })
}

/** @throws AidepError `deploy/not-settled` that names the fields. */
export function refuseUnsettled(fields: readonly string[]): void {
  if (fields.length > 0) throw new AidepError(problem(notSettled, { fields }))
}
