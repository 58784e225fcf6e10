import { isOpen } from "../../core/slo/slo-report.ts"
import { type ExitCode, exitCodes } from "../../errors/exit-codes.ts"
import type { CheckOutcome } from "../../workflows/check/check.ts"

/** What is known to be wrong outweighs what is not known. */
export function exitOf({ failure, passed, report: { slo } }: CheckOutcome): ExitCode {
  if (failure !== undefined) return failure.exit
  if (!passed) return exitCodes.checksFailed
  return slo !== undefined && isOpen(slo) ? exitCodes.verdictUnknown : exitCodes.ok
}
