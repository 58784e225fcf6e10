import type { GithubOptions } from "../options.ts"
import { secret } from "./expressions.ts"
import * as scripts from "./scripts.ts"
import type { Job, Step } from "./types.ts"

/**
 * Says that a job failed, where `what` completes "… failed". It belongs to no environment, so that nobody
 * has to approve the message; its Slack secret is one of the repository.
 */
export function notifyJob(
  what: string,
  { needs, options }: { readonly needs: readonly string[]; readonly options: GithubOptions },
): Job {
  return {
    name: "Report the failure",
    permissions: {},
    needs,
    if: "failure()",
    "runs-on": options.runner,
    "timeout-minutes": 5,
    steps: [notifyStep(what, options.slackSecret)],
  }
}

function notifyStep(what: string, slackSecret: string | undefined): Step {
  const env = { WHAT: what, NEEDS: "${{ toJSON(needs) }}" }
  if (slackSecret === undefined) return { name: "Write a summary", run: scripts.writeSummary, env }
  return {
    name: "Tell Slack",
    run: scripts.tellSlack,
    env: {
      ...env,
      RUN_URL:
        "${{ github.server_url }}/${{ github.repository }}/actions/runs/${{ github.run_id }}",
      SLACK_WEBHOOK_URL: secret(slackSecret),
    },
  }
}
