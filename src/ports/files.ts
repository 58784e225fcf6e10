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
  /** Copies a folder with all in it but the names that are skipped, at any depth. Follows no links. */
  readonly copyFolder: (copy: FolderCopy) => Promise<CopyOutcome>
  /** Makes a file that must not stand yet, with its content: of several programs at once, one succeeds. */
  readonly createExclusively: (path: string, text: string) => Promise<CreateOutcome>
  /** Adds text at the end of a file, which is made with its folders; on the disk for good when this answers. */
  readonly append: (path: string, text: string) => Promise<AppendOutcome>
  /** SHA-256, in hexadecimal, of a folder's content: names, and what is in the files; some names left out at any depth. */
  readonly digestFolder: (folder: string, skip: readonly string[]) => Promise<string>
  /** Removes a file or folder with all in it; nothing happens where nothing stands. */
  readonly remove: (path: string) => Promise<void>
}

export type FileContent =
  | { readonly status: "read"; readonly bytes: Uint8Array }
  | { readonly status: "missing" }
  /** `reason` completes "cannot be read: …". */
  | { readonly status: "unreadable"; readonly reason: string }

export type PathKind = "file" | "folder" | "missing" | "unreadable" | "other"

export interface FolderCopy {
  readonly from: string
  readonly to: string
  readonly skip: readonly string[]
}

export type CopyOutcome =
  | { readonly status: "copied" }
  | { readonly status: "failed"; readonly path: string; readonly reason: string }

export type CreateOutcome =
  | { readonly status: "created" }
  | { readonly status: "exists" }
  | { readonly status: "failed"; readonly reason: string }

export type AppendOutcome =
  | { readonly status: "appended" }
  | { readonly status: "failed"; readonly reason: string }

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
