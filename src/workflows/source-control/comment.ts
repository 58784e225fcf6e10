import { commentMarker, type CommentSection, withSection } from "../../core/report/comment.ts"
import { AidepError, problem } from "../../errors/aidep-error.ts"
import { noPullRequest } from "../../errors/catalogue/repository.ts"
import type { Context } from "../context.ts"
import { loadProject, type ProjectInput } from "../load-project.ts"
import { loadSecrets } from "../load-secrets.ts"
import { openRepository, type RepositoryInput, valueOf } from "./open-repository.ts"

export interface CommentInput extends ProjectInput, RepositoryInput {
  /** Default: the pull request that the pipeline runs for. */
  readonly pullRequest?: number | undefined
  readonly section: CommentSection
  /** Markdown that everybody may read. */
  readonly text: string
}

/**
 * Writes one part of the one comment that aidep has on a pull request; answers with the comment's address.
 *
 * @throws AidepError those of `openRepository`; `repository/no-pull-request`, `repository/failed`.
 */
export async function comment(input: CommentInput, context: Context): Promise<string> {
  const number = input.pullRequest ?? pullRequestOf(context)
  if (number === undefined) throw new AidepError(problem(noPullRequest, {}))
  const { folder, project } = await loadProject(input, context)
  const secret = await loadSecrets({ folder, environment: project.environment }, context)
  const repository = await openRepository(input, { folder, secret }, context)
  const marker = commentMarker(project.name, project.environment)
  const { section, text } = input
  const outcome = await repository.control.upsertComment({
    pullRequest: number,
    marker,
    write: (existing) => withSection(existing, { marker, section, text }),
  })
  return valueOf(outcome, repository)
}

/** In a workflow on `pull_request` the reference is `refs/pull/NUMBER/merge`. */
function pullRequestOf({ variables }: Context): number | undefined {
  const number = /^refs\/pull\/(\d+)\//.exec(variables["GITHUB_REF"] ?? "")?.[1]
  return number === undefined ? undefined : Number(number)
}
