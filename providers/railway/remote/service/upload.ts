import { type Command, type Problem, problem } from "aidep/provider"
import { uploadFailed } from "../../errors/deploy.ts"
import { apiToken } from "../../options.ts"
import type { RailwayScope } from "../api/railway-api.ts"
import type { StandingService } from "./inputs.ts"
import type { ServicePlan } from "./plan.ts"

const longestMs = 10 * 60_000

/**
 * Uploads the folder of the manifest, of which Railway builds the service's root directory, and returns once the build
 * is queued. Source: https://docs.railway.com/cli/up (2026-08-21).
 */
export async function upload(
  { owner }: ServicePlan,
  standing: StandingService,
  scope: RailwayScope,
): Promise<Problem | undefined> {
  scope.progress(owner, "Uploading")
  const outcome = await scope.ports.processes.run(uploadCommand(standing, scope))
  switch (outcome.status) {
    case "not-found":
      return problem(uploadFailed, { service: owner, reason: 'The command "railway" is missing.' })
    case "timed-out":
      return problem(uploadFailed, { service: owner, reason: "It took longer than 10 minutes." })
    case "ended": {
      if (outcome.exitCode === 0) return undefined
      const line = outcome.stderr.trim().split("\n").at(-1) ?? ""
      const token = scope.credential(apiToken.variable) ?? ""
      const reason = token === "" ? line : line.replaceAll(token, "••••")
      return problem(uploadFailed, { service: owner, reason })
    }
  }
}

function uploadCommand(
  { environmentId, projectId, serviceId }: StandingService,
  { credential, folder }: RailwayScope,
): Command {
  return {
    file: "railway",
    args: [
      "up",
      "--detach",
      "--project",
      projectId,
      "--environment",
      environmentId,
      "--service",
      serviceId,
    ],
    effect: "change",
    timeoutMs: longestMs,
    workingFolder: folder,
    variables: { [apiToken.variable]: credential(apiToken.variable) ?? "" },
  }
}
