import { maskSecrets } from "../../../core/check/show.ts"
import { secretNames } from "../../../core/release/variable-values.ts"
import { AidepError, problem } from "../../../errors/aidep-error.ts"
import { interrupted, stepFailed } from "../../../errors/catalogue/deploy.ts"
import type { AppliedStep, ApplyInput } from "./apply-step.ts"

type FailedStep = AppliedStep & { readonly outcome: { readonly status: "failed" } }

export function isFailed(step: AppliedStep): step is FailedStep {
  return step.outcome.status === "failed"
}

/**
 * The error for a step that failed, with the owners of what stands all the same. What the service wrote is shown
 * without the secrets that it knows.
 */
export function stepFailure(
  step: FailedStep,
  standing: readonly string[],
  input: ApplyInput,
): AidepError {
  const { outcome } = step
  const item = step.change.desired.owner
  const secrets = knownSecrets(step, input)
  const reason = maskSecrets(outcome.problem.message, secrets)
  const log = outcome.log.map((line) => maskSecrets(line, secrets))
  const details = { item, cause: outcome.problem.code, log, standing }
  if (input.signal.aborted)
    return new AidepError({ ...problem(interrupted, { standing, reason }), details })
  const failed = problem(stepFailed, { item, reason, standing })
  return new AidepError({ ...failed, hint: `${outcome.problem.hint} ${failed.hint}`, details })
}

function knownSecrets(
  { change, variables }: AppliedStep,
  { loaded, secrets: { secret } }: ApplyInput,
): readonly string[] {
  const services = loaded.project.services.filter(({ name }) => name === change.desired.owner)
  const sensitive = services.flatMap(({ env }) => env.filter((variable) => variable.sensitive))
  return [
    ...sensitive.map(({ name }) => variables[name] ?? ""),
    ...secretNames(services).map((name) => secret(name) ?? ""),
  ]
}
