import { trackDeployment } from "../../workflows/source-control/track-deployment.ts"
import type { Context } from "../../workflows/context.ts"
import { deploy, type DeployInput } from "../../workflows/deploy/deploy.ts"
import { rehearse } from "../../workflows/rehearse/rehearse.ts"
import { exitCodes } from "../../errors/exit-codes.ts"
import type { Answer } from "../answer.ts"
import { deployedText } from "../views/deploy/deployment.ts"
import { rehearsalText } from "../views/deploy/rehearsal.ts"

/** Deploys, and answers with what stands. */
export async function deployed(
  input: DeployInput & { readonly track: boolean },
  context: Context,
): Promise<Answer> {
  const run = () => deploy(input, context)
  const warn = (text: string) => input.progress("repository", text)
  const result = input.track ? await trackDeployment({ ...input, warn }, context, run) : await run()
  const { diagnostics, ...data } = result
  return {
    data,
    diagnostics,
    ignoredFields: "count",
    text: (style) => deployedText(result, style),
  }
}

/** Rehearses a deploy: what it ends with, well or not, is the answer. */
export async function rehearsed(
  input: DeployInput & { readonly faults: readonly string[] },
  context: Context,
): Promise<Answer> {
  const result = await rehearse(input, context)
  const { diagnostics, outcome, ...data } = result
  const ended =
    outcome.status === "released"
      ? {
          status: outcome.status,
          verdict: outcome.result.verdict,
          services: outcome.result.services,
        }
      : {
          status: outcome.status,
          code: outcome.error.code,
          message: outcome.error.message,
          details: outcome.error.details,
        }
  return {
    data: { ...data, outcome: ended },
    diagnostics,
    ignoredFields: "count",
    text: (style) => rehearsalText(result, style),
    exit: outcome.status === "failed" ? outcome.error.exit : exitCodes.ok,
  }
}
