import type { Artifact } from "./artifact.ts"
import { ownershipOf, unifiedLines } from "./marker.ts"

/** What writing a file would do, given what stands in its place. */
export type FileChange =
  /** Nothing stands there yet. */
  | "create"
  /** It is there, byte for byte. */
  | "unchanged"
  /** aidep wrote what stands there, and nobody touched it. */
  | "update"
  /** aidep wrote what stands there, and somebody changed it. */
  | "edited"
  /** Somebody else wrote what stands there. */
  | "foreign"
  /** The user's own file wins, as the artifact wants it. */
  | "kept"

export interface ComparedFile {
  readonly path: string
  readonly change: FileChange
  readonly text: string
  /** What stands there now. */
  readonly existing: string | undefined
}

/** Compares a rendered text with the file in its place; undefined for none. */
export function compareFile(
  artifact: Artifact,
  { text, existing }: { readonly text: string; readonly existing: string | undefined },
): ComparedFile {
  return { path: artifact.path, change: changeOf(artifact, text, existing), text, existing }
}

function changeOf(artifact: Artifact, text: string, existing: string | undefined): FileChange {
  if (existing === undefined) return "create"
  if (unifiedLines(existing) === unifiedLines(text)) return "unchanged"
  const ownership = ownershipOf(existing)
  if (ownership === "own") return "update"
  return artifact.existing === "keep" ? "kept" : ownership
}

/** Changes that would lose somebody's work. */
export function losesWork({ change }: ComparedFile): boolean {
  return change === "edited" || change === "foreign"
}

export function isPending({ change }: ComparedFile): boolean {
  return change !== "unchanged" && change !== "kept"
}
