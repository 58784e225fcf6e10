import { maskSecrets } from "../../core/check/show.ts"
import { secretNames } from "../../core/release/variable-values.ts"
import { AidepError, problem } from "../../errors/aidep-error.ts"
import { interrupted, stepFailed } from "../../errors/catalogue/deploy.ts"
import type { ApplyOutcome } from "../../provider/provider.ts"
import type { AppliedChange, ApplyInput } from "./apply.ts"

interface FailedStep extends AppliedChange {
  readonly outcome: Extract<ApplyOutcome, { status: "failed" }>
  /** Owners of what stands all the same. */
  readonly standing: readonly string[]
}

/** The error for a step that failed. What the service wrote is shown without the secrets that it knows. */
export function stepFailure(step: FailedStep, input: ApplyInput): AidepError {
  const { standing, outcome } = step
  const item = step.change.desired.owner
  const secrets = knownSecrets(step, input)
  const reason = maskSecrets(outcome.problem.message, secrets)
  const log = outcome.log.map((line) => maskSecrets(line, secrets))
  const details = { item, cause: outcome.problem.code, log, standing }
  if (input.scope.signal.aborted)
    return new AidepError({ ...problem(interrupted, { standing, reason }), details })
  const failed = problem(stepFailed, { item, reason, standing })
  return new AidepError({ ...failed, hint: `${outcome.problem.hint} ${failed.hint}`, details })
}

function knownSecrets(
  { change, variables }: AppliedChange,
  { project, secret }: ApplyInput,
): readonly string[] {
  const services = project.services.filter(({ name }) => name === change.desired.owner)
  const sensitive = services.flatMap(({ env }) => env.filter((variable) => variable.sensitive))
  return [
    ...sensitive.map(({ name }) => variables[name] ?? ""),
    ...secretNames(services).map((name) => secret(name) ?? ""),
  ]
}
