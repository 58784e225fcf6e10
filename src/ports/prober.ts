/** Sends one HTTP request from outside, as any caller would, and tells all that came of it. */
export interface Prober {
  /** Total: what the network does, and a request that cannot be sent, are answers, never exceptions. */
  readonly probe: (request: ProbeRequest, options: ProbeOptions) => Promise<ProbeOutcome>
}

export interface ProbeRequest {
  readonly method: string
  /** Whole address, http or https. */
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | undefined
}

/** All times count from the start of the probe. */
export interface ProbeOptions {
  /** Until the connection stands: name, TCP and TLS. Default: 10,000. */
  readonly connectTimeoutMs?: number | undefined
  /** Until status and headers are there. Default: the total. */
  readonly firstByteTimeoutMs?: number | undefined
  readonly totalTimeoutMs: number
  /** A longer body is a failure. Default: 1 MiB. */
  readonly maxBodyBytes?: number | undefined
  /** Redirects to follow at most; to another origin no credentials go along. Default: 0. */
  readonly redirects?: number | undefined
  /** IP address to connect to, whatever the name in the URL resolves to. Host header and TLS keep the name. */
  readonly address?: string | undefined
  /**
   * `refused`: a public name or address that leads into a private network, by its records or by a redirect, is a failure,
   * and nothing is sent there. What is private by its own form, such as localhost, is asked. Default: `allowed`.
   */
  readonly privateAddresses?: "allowed" | "refused" | undefined
  readonly signal?: AbortSignal | undefined
}

export type ProbeOutcome =
  | { readonly status: "answered"; readonly answer: ProbeAnswer; readonly timings: ProbeTimings }
  | {
      readonly status: "failed"
      readonly kind: ProbeFailureKind
      readonly phase: ProbePhase
      /** A sentence. */
      readonly reason: string
      /** The private address that was refused, of the kind `unreachable`. */
      readonly refusedAddress?: string | undefined
      /** What had arrived by then, once status and headers had; of the body no more than its start. */
      readonly partial: ProbeAnswer | undefined
      readonly timings: ProbeTimings
    }

export interface ProbeAnswer {
  /** The address that answered: another one after a redirect. */
  readonly url: string
  readonly statusCode: number
  /** By name in lower case; several of one name are joined with a comma. */
  readonly headers: Readonly<Record<string, string>>
  /** Read in the character set that the answer names, else as UTF-8. */
  readonly body: string
  /** True where bytes of the body are no text in its character set. Default: false. */
  readonly hasBrokenText?: boolean
  readonly chunks: readonly ProbeChunk[]
  /** Addresses that redirected to this one, the first first; a redirect that closes a circle is not followed. */
  readonly redirectedFrom?: readonly string[]
  /** Undefined without TLS. */
  readonly certificate?: ProbeCertificate | undefined
}

/** The certificate that a server showed, and that was found trusted and for its name. */
export interface ProbeCertificate {
  /** Host names it is for, as it writes them: `*.example.com`. */
  readonly hostNames: readonly string[]
  readonly issuer: string
  /** Milliseconds since 1970: the earliest end in the chain, the root left out. */
  readonly validUntilMs: number
  /** Certificates that the server sent or that were added to reach a trusted root. */
  readonly chainLength: number
  /** `TLSv1.3`. */
  readonly protocol: string
}

/** A part of the body as it arrived, before it is put together; what came within a millisecond is one. */
export interface ProbeChunk {
  /** Milliseconds from the start of the probe. */
  readonly atMs: number
  readonly bytes: number
}

/** Milliseconds from the start of the probe; undefined for what did not happen. */
export interface ProbeTimings {
  /** The connection stood; after a redirect, the last one. */
  readonly connectMs: number | undefined
  /** Status and headers were there. */
  readonly firstByteMs: number | undefined
  readonly totalMs: number
}

/** What was waited for. */
export type ProbePhase = "connect" | "first-byte" | "body"

/**
 * `cut`: the connection ended before the answer did. `malformed`: what came is not HTTP.
 * `invalid-request`: nothing was sent, because the request has no valid form.
 */
export type ProbeFailureKind =
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
