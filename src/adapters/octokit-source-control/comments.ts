import type { Outcome, UpsertedComment } from "../../ports/source-control.ts"
import { asked, type Repository, statusOf } from "./repository.ts"

/** What GitHub takes of a comment. */
const maxLength = 65_536

export async function upsertComment(
  repository: Repository,
  { pullRequest, marker, write }: UpsertedComment,
): Promise<Outcome<string>> {
  const { octokit, place } = repository
  const { issues } = octokit.rest
  return await asked(`comment on pull request ${pullRequest}`, async () => {
    const comments = await octokit.paginate(issues.listComments, {
      ...place,
      issue_number: pullRequest,
      per_page: 100,
    })
    const own = comments.filter(({ body }) => body?.includes(marker) === true)
    for (const { id, body } of own.toReversed()) {
      const text = write(body).slice(0, maxLength)
      const address = await changeComment(repository, id, text)
      if (address !== undefined) return address
    }
    const body = write(undefined).slice(0, maxLength)
    const { data } = await issues.createComment({ ...place, issue_number: pullRequest, body })
    return data.html_url
  })
}

/** Somebody else may have written the marker, too: what may not be changed is passed over. */
async function changeComment(
  { octokit, place }: Repository,
  id: number,
  body: string,
): Promise<string | undefined> {
  try {
    const { data } = await octokit.rest.issues.updateComment({ ...place, comment_id: id, body })
    return data.html_url
  } catch (error) {
    if (statusOf(error) === 403) return undefined
    throw error
  }
}
