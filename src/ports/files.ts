/** Access to the file system. Paths are absolute. What users can cause is an answer, not an exception. */
export interface Files {
  readonly read: (path: string) => Promise<FileContent>
  readonly inspect: (path: string) => Promise<PathKind>
  /** Names in a folder, sorted; none for a folder that is missing or cannot be read. */
  readonly list: (folder: string) => Promise<readonly string[]>
  /** The path with all symbolic links followed; its parents' links where the last part does not exist. */
  readonly realPath: (path: string) => Promise<string>
  /**
   * Writes several files so that each is old or new as a whole: all are staged beside their places first,
   * then renamed. Folders are made. When staging fails, nothing has changed.
   */
  readonly writeAll: (files: readonly TextFile[]) => Promise<WriteOutcome>
}

export type FileContent =
  | { readonly status: "read"; readonly bytes: Uint8Array }
  | { readonly status: "missing" }
  /** `reason` completes "cannot be read: …". */
  | { readonly status: "unreadable"; readonly reason: string }

export type PathKind = "file" | "folder" | "missing" | "unreadable" | "other"

export interface TextFile {
  readonly path: string
  readonly text: string
  /** `owner`: it holds a secret, so nobody else on the machine may read it. Default: `everybody`. */
  readonly readableBy?: "owner" | "everybody"
}

export type WriteOutcome =
  | { readonly status: "written" }
  /** `path` could not be staged or replaced; `replaced` were already in place by then. */
  | {
      readonly status: "failed"
      readonly path: string
      readonly reason: string
      readonly replaced: readonly string[]
    }
