import type { NamedValue, Outcome } from "../../ports/source-control.ts"
import { asked, type Repository, statusOf } from "./repository.ts"

/** Setting an environment that is there would take away its rules, so it is looked for first. */
export async function ensureEnvironment(
  { octokit, place }: Repository,
  environment: string,
): Promise<Outcome<"created" | "there">> {
  const { repos } = octokit.rest
  const at = { ...place, environment_name: environment }
  return await asked(`make the environment "${environment}"`, async () => {
    try {
      await repos.getEnvironment(at)
      return "there"
    } catch (error) {
      if (statusOf(error) !== 404) throw error
    }
    await repos.createOrUpdateEnvironment(at)
    return "created"
  })
}

export async function putVariables(
  repository: Repository,
  variables: readonly NamedValue[],
  environment?: string,
): Promise<Outcome<undefined>> {
  return await asked("set variables", async () => {
    for (const variable of variables) await putVariable(repository, variable, environment)
    return undefined
  })
}

/** There is no call that does both: a variable is changed, or made where there is none. */
async function putVariable(
  { octokit, place }: Repository,
  { name, value }: NamedValue,
  environment: string | undefined,
): Promise<void> {
  const { actions } = octokit.rest
  const content = { ...place, name, value }
  try {
    if (environment === undefined) await actions.updateRepoVariable(content)
    else await actions.updateEnvironmentVariable({ ...content, environment_name: environment })
  } catch (error) {
    if (statusOf(error) !== 404) throw error
    if (environment === undefined) await actions.createRepoVariable(content)
    else await actions.createEnvironmentVariable({ ...content, environment_name: environment })
  }
}
