/** Parts of the one comment of a pull request; each is written by the command that makes it. */
export const commentSections = ["plan", "cost", "checks"] as const
export type CommentSection = (typeof commentSections)[number]

/** What the comment of a project and environment is known by; invisible to readers. */
export function commentMarker(project: string, environment: string): string {
  return `<!-- aidep ${project} ${environment} -->`
}

/** The comment with one of its parts written anew; the others stay as they are, in their order. */
export function withSection(
  existing: string | undefined,
  {
    marker,
    section,
    text,
  }: { readonly marker: string; readonly section: CommentSection; readonly text: string },
): string {
  const parts = commentSections.flatMap((name) => {
    const content = name === section ? text.trim() : sectionOf(existing ?? "", name)
    return content === undefined || content === ""
      ? []
      : [`${start(name)}\n${content}\n${end(name)}`]
  })
  return [marker, ...parts].join("\n\n")
}

function sectionOf(comment: string, name: CommentSection): string | undefined {
  const from = comment.indexOf(start(name))
  const to = comment.indexOf(end(name), from)
  return from === -1 || to === -1 ? undefined : comment.slice(from + start(name).length, to).trim()
}

function start(name: CommentSection): string {
  return `<!-- aidep:${name} -->`
}

function end(name: CommentSection): string {
  return `<!-- /aidep:${name} -->`
}
