import type { Timeouts } from "../config/upstreams.ts"

/** A request to a server behind the gateway. */
export interface OutgoingRequest {
  readonly method: "GET" | "POST"
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: Uint8Array | undefined
  /** Ends the request, and the answer while it is being read. */
  readonly signal: AbortSignal
  readonly timeouts: Timeouts
}

export interface IncomingAnswer {
  readonly status: number
  /** By their names in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly body: IncomingBody
}

/** Read once, by one of the three. What is read with `whole` and `pipe` rejects with `SendError`. */
export interface IncomingBody {
  /** All of it; undefined when it is larger than `mostBytes`, and the rest is then not read. */
  readonly whole: (mostBytes: number) => Promise<Uint8Array | undefined>
  /** Hands over one part after the other, no faster than `write` takes them. */
  readonly pipe: (write: Write) => Promise<void>
  readonly cancel: () => void
}

export type Write = (chunk: Uint8Array) => void | Promise<void>

/** Sends one request, without following redirects. Rejects with `SendError` where no answer came. */
export type Send = (request: OutgoingRequest) => Promise<IncomingAnswer>

export type SendFailure =
  | "not connected"
  | "connect timeout"
  | "first byte timeout"
  | "idle timeout"
  | "reset"
  | "aborted"

/** A request that got no answer, or one whose answer broke off. */
export class SendError extends Error {
  readonly failure: SendFailure

  constructor(failure: SendFailure, cause: unknown) {
    super(`The upstream: ${failure}.`, { cause })
    this.failure = failure
  }
}

export function headerOf(
  answer: Pick<IncomingAnswer, "headers">,
  name: string,
): string | undefined {
  const value = answer.headers[name]
  return typeof value === "string" || value === undefined ? value : value[0]
}
