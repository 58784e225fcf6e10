/** Finds secrets whose form is known, such as the tokens of well-known services, in a text. */
export interface SecretScanner {
  readonly scan: (file: ScannedFile) => Promise<readonly FoundSecret[]>
}

export interface ScannedFile {
  /** Its name and extension help to recognise some forms. */
  readonly path: string
  readonly text: string
}

/** Where one stands; never its value. Line and column count from 1. */
export interface FoundSecret {
  /** What it belongs to: `github`, `database-connection-string`. */
  readonly kind: string
  readonly line: number
  readonly column: number
}
