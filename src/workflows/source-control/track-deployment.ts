import { AidepError } from "../../errors/aidep-error.ts"
import type { Context } from "../context.ts"
import { loadProject, type ProjectInput } from "../load-project.ts"
import { loadSecrets } from "../load-secrets.ts"
import type { OpenedRepository } from "./open-repository.ts"
import { openRepository, type RepositoryInput, valueOf } from "./open-repository.ts"

export interface TrackInput extends ProjectInput, RepositoryInput {
  /** Hears of reports that did not arrive: they never stop a deploy. */
  readonly warn: (text: string) => void
}

/** What a deploy says of itself to whoever tracks it. */
export interface Tracked {
  readonly release: string
  readonly verdict: { readonly status: string }
  readonly services: readonly { readonly url: string | undefined }[]
}

/**
 * Deploys, and tells the repository's host of it: that the commit is being deployed, and how that ended.
 *
 * @throws AidepError what the deploy throws; before it, those of `openRepository` and `repository/failed`.
 */
export async function trackDeployment<Result extends Tracked>(
  input: TrackInput,
  context: Context,
  deploy: () => Promise<Result>,
): Promise<Result> {
  const { folder, project } = await loadProject(input, context)
  const { environment, name } = project
  const secret = await loadSecrets({ folder, environment }, context)
  const repository = await openRepository(input, { folder, secret }, context)
  const started = await repository.control.startDeployment({
    commit: await headCommit(folder, context),
    environment,
    description: `${name} to ${environment}`,
    production: environment === "production",
  })
  const id = valueOf(started, repository)
  const report = reporter({ repository, id, warn: input.warn })
  await report("in_progress", "Deploying")
  try {
    const result = await deploy()
    const url = result.services.map((service) => service.url).find(isPublic)
    await report("success", `Release ${result.release} is ${result.verdict.status}`, url)
    return result
  } catch (error) {
    await report("failure", error instanceof AidepError ? error.message : "It failed")
    throw error
  }
}

interface Reporting extends Pick<TrackInput, "warn"> {
  readonly repository: OpenedRepository
  readonly id: number
}

function reporter({ repository, id, warn }: Reporting) {
  return async (
    state: "in_progress" | "success" | "failure",
    description: string,
    url?: string,
  ): Promise<void> => {
    const report = { id, state, description, ...(url === undefined ? {} : { url }) }
    const outcome = await repository.control.reportDeployment(report)
    if (outcome.status === "failed") warn(outcome.reason)
  }
}

function isPublic(url: string | undefined): url is string {
  return url?.startsWith("https://") === true
}

const gitTimeoutMs = 10_000

/** The branch's newest commit; where git does not tell, the host takes the default branch's. */
async function headCommit(folder: string, { processes }: Context): Promise<string> {
  const outcome = await processes.run({
    file: "git",
    args: ["rev-parse", "HEAD"],
    effect: "read",
    timeoutMs: gitTimeoutMs,
    workingFolder: folder,
  })
  return outcome.status === "ended" && outcome.exitCode === 0 ? outcome.stdout.trim() : "HEAD"
}
