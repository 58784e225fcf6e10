/** What an HTTP server answered. */
export interface Answer {
  readonly statusCode: number
  /** By name in lower case; several of one name are joined with a comma. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** True where bytes of the body are no text. Default: false. */
  readonly hasBrokenText?: boolean
  /** The address that answered. */
  readonly url?: string
  /** Addresses that redirected there, the first first. */
  readonly redirectedFrom?: readonly string[]
  readonly certificate?: Certificate | undefined
  /** The body as it arrived; times in milliseconds from the start of the probe. */
  readonly chunks: readonly { readonly atMs: number; readonly bytes: number }[]
}

/** A certificate that was found trusted and for its name. */
export interface Certificate {
  readonly hostNames: readonly string[]
  readonly issuer: string
  /** Milliseconds since 1970: the earliest end in the chain. */
  readonly validUntilMs: number
  readonly chainLength: number
  readonly protocol: string
}

/** Milliseconds from the start of the probe; undefined for what did not happen. */
export interface Timings {
  readonly connectMs?: number | undefined
  readonly firstByteMs?: number | undefined
  readonly totalMs: number
}

/** Why a probe brought no whole answer. */
export type FailureKind =
  | "refused"
  | "unreachable"
  | "dns"
  | "tls"
  | "timed-out"
  | "cut"
  | "too-large"
  | "malformed"
  | "invalid-request"
  | "aborted"

/** What came of one probe: a whole answer, or why there was none. */
export type Outcome =
  | { readonly status: "answered"; readonly answer: Answer; readonly timings: Timings }
  | {
      readonly status: "failed"
      readonly kind: FailureKind
      /** A sentence. */
      readonly reason: string
      /** The private address that was refused, of the kind `unreachable`. */
      readonly refusedAddress?: string | undefined
      /** What had arrived by then. */
      readonly partial?: Answer | undefined
      readonly timings: Timings
    }
