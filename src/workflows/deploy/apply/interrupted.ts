import { AidepError, problem } from "../../../errors/aidep-error.ts"
import { interrupted } from "../../../errors/catalogue/deploy.ts"

/**
 * Goes no further after Ctrl-C.
 *
 * @throws AidepError `deploy/interrupted` with what stands.
 */
export function refuseInterrupted(
  signal: AbortSignal | undefined,
  standing: readonly string[],
): void {
  if (signal?.aborted === true) throw new AidepError(problem(interrupted, { standing }))
}
