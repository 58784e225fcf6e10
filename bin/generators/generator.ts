/** One generated file. */
export interface Generator {
  /** Relative to the repository root. */
  readonly path: string
  /** The whole text of the file; it is formatted afterwards. Reads what it likes under `root`, writes nothing. */
  readonly render: (root: string) => Promise<string>
}
