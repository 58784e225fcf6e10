/** What the gateway wants of an upstream, in its own terms. */
export interface Question {
  /** Route of the gateway that was called. */
  readonly route: string
  readonly method: "GET" | "POST"
  /** Path at an upstream that has the same routes. */
  readonly path: string
  /** As the client sent it. */
  readonly body: Uint8Array | undefined
  readonly model: string | undefined
  readonly adapter: string | undefined
  readonly stream: boolean
  /** Passed on as they are: `accept`, `content-type`, `idempotency-key`, `x-request-id`, `traceparent`. */
  readonly headers: Readonly<Record<string, string>>
}
