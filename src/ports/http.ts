/** Sends requests to the APIs of platforms. */
export interface Http {
  /** Total: what the network does is an answer, never an exception. Never repeats a request by itself. */
  readonly send: (request: HttpRequest, signal?: AbortSignal) => Promise<HttpOutcome>
}

export interface HttpRequest {
  /** What it does, by platform and call: `render.createService`. Faults, events and errors name it. */
  readonly operation: string
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE"
  /** Whole address, https. */
  readonly url: string
  /** Holds credentials: never to be printed. */
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | undefined
  /**
   * `read` changes nothing anywhere: GET, or a POST whose body is a GraphQL query. While a plan is made, anything
   * else is refused.
   */
  readonly effect: "read" | "change"
  /** True when sending it twice does what sending it once does, so that it may be sent again after a failure. */
  readonly idempotent: boolean
  readonly timeoutMs: number
}

export type HttpOutcome =
  | {
      readonly status: "answered"
      readonly statusCode: number
      /** By name in lower case. */
      readonly headers: Readonly<Record<string, string>>
      readonly body: string
    }
  | {
      readonly status: "failed"
      readonly kind: "refused" | "unreachable" | "dns" | "tls" | "timed-out" | "cut" | "aborted"
      /** A sentence. */
      readonly reason: string
      /** True when the platform may have done what was asked all the same. */
      readonly maybeDone: boolean
    }
