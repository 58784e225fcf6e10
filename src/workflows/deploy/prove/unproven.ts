import type { Verdict } from "../../../core/check/verdict.ts"
import { AidepError, problem } from "../../../errors/aidep-error.ts"
import { notLive } from "../../../errors/catalogue/deploy.ts"
import { exitCodes } from "../../../errors/exit-codes.ts"
import { isRestored, type Undone } from "../undo.ts"

/** The error for a release that was not proven, with its verdict in the details. */
export function unprovenError({ status, reasons }: Verdict): AidepError {
  const exit = status === "unknown" ? exitCodes.verdictUnknown : exitCodes.partlyApplied
  const details = { status, reasons, undone: false }
  return new AidepError({ ...problem(notLive, { reasons }), exit, details })
}

/** The same failure, and what stands again since. */
export function withUndo(failed: AidepError, undone: Undone): AidepError {
  const { restored, verdict, left } = undone
  const stands = isRestored(undone)
    ? `Release ${restored} stands again and is ${verdict.status}.`
    : `Release ${restored} was applied again, and is ${verdict.status}: ${verdict.reasons.join(" ")}`
  const kept =
    left.length === 0 ? "" : ` Left standing, since they may hold data: ${left.join(", ")}.`
  return new AidepError({
    code: failed.code,
    message: `${failed.message} ${stands}${kept} Changed secrets, data and caches are not taken back.`,
    hint: failed.hint,
    exit: isRestored(undone) ? exitCodes.checksFailed : exitCodes.partlyApplied,
    details: { cause: failed.details, undone: true, restored, restoredVerdict: verdict.status },
  })
}
