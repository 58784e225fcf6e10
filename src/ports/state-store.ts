import type { Files } from "./files.ts"

/** Opens the place where histories are kept. Opening asks nothing of it. Files: where a folder is read and written. */
export type OpenStateStore = (
  options: StateStoreOptions,
  ports: { readonly files: Files },
) => Promise<StateStore>

export type StateStoreOptions =
  | {
      readonly store: "local"
      /** Absolute. */
      readonly folder: string
    }
  | {
      readonly store: "s3"
      readonly bucket: string
      /** Where the service is; default: the public one of the region. */
      readonly endpoint?: string | undefined
      readonly region?: string | undefined
      /** Begins the name of every object, with a slash at its end. */
      readonly prefix: string
      readonly credentials: StateCredentials
    }

/** Never to be printed. */
export interface StateCredentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

/**
 * Keeps the history of environments, their journals and locks: in a folder, or in a bucket that several machines share.
 * Keys are names such as `production.json`. Total: what goes wrong is an answer.
 */
export interface StateStore {
  /** Where it is, for people: a folder or an address. Holds no credentials. */
  readonly place: string
  /** True where other machines see it too. */
  readonly shared: boolean
  readonly read: (key: string) => Promise<StoredText>
  /** Writes the whole text, durably, when what stands there is still the version that was read. */
  readonly write: (key: string, text: string, expected: Expected) => Promise<StoreOutcome>
  /**
   * The same for a lock, which several want at one moment: of all who expect the same version exactly one writes.
   * Nobody else may write where a lock is.
   */
  readonly readLock: (key: string) => Promise<StoredText>
  readonly writeLock: (key: string, text: string, expected: Expected) => Promise<StoreOutcome>
  /** All lines of a log, in the order in which they were added. */
  readonly readLog: (key: string) => Promise<StoredLog>
  /** Adds a line at the end of a log, durably. Of several at once, each is kept whole. */
  readonly append: (key: string, line: string) => Promise<AppendOutcome>
  /** Puts a shorter text in place of all that a log holds; whoever is cut off leaves the one or the other. */
  readonly rewriteLog: (key: string, text: string) => Promise<AppendOutcome>
}

export type StoredText =
  | { readonly status: "read"; readonly text: string; readonly version: string }
  | { readonly status: "missing" }
  | StoreFailure

export type StoredLog = { readonly status: "read"; readonly text: string } | StoreFailure

/** `none`: nothing may stand there yet. */
export type Expected = { readonly version: string } | "none"

export type StoreOutcome =
  | { readonly status: "written"; readonly version: string }
  /** Somebody else wrote in between. */
  | { readonly status: "conflict" }
  | StoreFailure

export type AppendOutcome = { readonly status: "appended" } | StoreFailure

/** `reason` completes "cannot be read: …" and "cannot be written: …". */
export interface StoreFailure {
  readonly status: "failed"
  readonly reason: string
}
