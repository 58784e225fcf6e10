import type { DeploymentReport, NewDeployment, Outcome } from "../../ports/source-control.ts"
import { asked, type Repository } from "./repository.ts"

/** What GitHub takes of a description. */
const maxDescription = 140

/** Checks and merges are nothing that a deployment waits for here: aidep has gates of its own. */
export async function startDeployment(
  { octokit, place }: Repository,
  { commit, environment, description, production }: NewDeployment,
): Promise<Outcome<number>> {
  return await asked("start a deployment", async () => {
    const { data } = await octokit.rest.repos.createDeployment({
      ...place,
      ref: commit,
      environment,
      description: description.slice(0, maxDescription),
      production_environment: production,
      auto_merge: false,
      required_contexts: [],
    })
    if (!("id" in data)) throw new Error(data.message ?? "GitHub merged instead of deploying")
    return data.id
  })
}

export async function reportDeployment(
  { octokit, place }: Repository,
  { id, state, description, url }: DeploymentReport,
): Promise<Outcome<undefined>> {
  return await asked("report on a deployment", async () => {
    await octokit.rest.repos.createDeploymentStatus({
      ...place,
      deployment_id: id,
      state,
      description: description.slice(0, maxDescription),
      auto_inactive: state === "success",
      ...(url === undefined ? {} : { environment_url: url }),
    })
    return undefined
  })
}
