import type {
  OpenSourceControl,
  SourceControl,
  SourceControlOptions,
} from "../ports/source-control.ts"
import type { Repository } from "./octokit-source-control/repository.ts"

/** Repositories at GitHub, or at a GitHub Enterprise Server. Octokit is loaded with the first call. */
export const octokitSourceControl: OpenSourceControl = (options) => {
  let opened: Promise<Repository> | undefined
  const repository = () => (opened ??= open(options))
  return {
    secretNames: async (...args) =>
      await (await secrets()).secretNames(await repository(), ...args),
    putSecrets: async (...args) => await (await secrets()).putSecrets(await repository(), ...args),
    ensureEnvironment: async (...args) =>
      await (await settings()).ensureEnvironment(await repository(), ...args),
    putVariables: async (...args) =>
      await (await settings()).putVariables(await repository(), ...args),
    startDeployment: async (...args) =>
      await (await deployments()).startDeployment(await repository(), ...args),
    reportDeployment: async (...args) =>
      await (await deployments()).reportDeployment(await repository(), ...args),
    upsertComment: async (...args) =>
      await (await comments()).upsertComment(await repository(), ...args),
  } satisfies SourceControl
}

const secrets = () => import("./octokit-source-control/secrets.ts")
const settings = () => import("./octokit-source-control/settings.ts")
const deployments = () => import("./octokit-source-control/deployments.ts")
const comments = () => import("./octokit-source-control/comments.ts")

async function open(options: SourceControlOptions): Promise<Repository> {
  const { openRepository } = await import("./octokit-source-control/repository.ts")
  return await openRepository(options)
}
