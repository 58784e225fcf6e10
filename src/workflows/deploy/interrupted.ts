import { AidepError, problem } from "../../errors/aidep-error.ts"
import { interrupted } from "../../errors/catalogue/deploy.ts"
import type { RemoteScope } from "../../provider/provider.ts"

/**
 * Goes no further after Ctrl-C.
 *
 * @throws AidepError `deploy/interrupted` with what stands.
 */
export function refuseInterrupted(
  { signal }: Pick<RemoteScope, "signal">,
  standing: readonly string[],
): void {
  if (signal.aborted) throw new AidepError(problem(interrupted, { standing }))
}
