import { Flags } from "@oclif/core"
import type { CommentSection } from "../core/report/comment.ts"
import type { Context } from "../workflows/context.ts"
import { comment } from "../workflows/source-control/comment.ts"
import { interruption } from "./interruption.ts"
import { projectInput } from "./project-flags.ts"

/** Flags of commands that can write their result into the comment of a pull request. */
export const commentFlags = {
  comment: Flags.boolean({ description: "Write the result into the comment of the pull request." }),
  "pull-request": Flags.integer({
    description: "Pull request to comment on; default: the one that the pipeline runs for.",
    dependsOn: ["comment"],
    helpValue: "NUMBER",
  }),
  repository: Flags.string({
    description: "Repository of the pull request; default: that of the pipeline or git remote.",
    dependsOn: ["comment"],
    helpValue: "OWNER/NAME",
  }),
}

interface ParsedCommentFlags {
  readonly comment: boolean
  readonly "pull-request": number | undefined
  readonly repository: string | undefined
}

/** Writes a part of the comment where that was asked for. */
export async function commentWhenAsked(
  flags: ParsedCommentFlags & Parameters<typeof projectInput>[0],
  part: { readonly section: CommentSection; readonly text: () => string },
  context: Context,
): Promise<void> {
  if (!flags.comment) return
  const { repository, "pull-request": pullRequest } = flags
  const place = { ...projectInput(flags), repository, pullRequest, signal: interruption() }
  await comment({ ...place, section: part.section, text: part.text() }, context)
}
