/** W3C trace context: what goes to the upstream, and the trace id for the log. Source: https://www.w3.org/TR/trace-context/ */
export interface Trace {
  readonly traceparent: string
  readonly traceId: string
}

const wellFormed = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-([0-9a-f]{2})$/

/** Goes on with the caller's trace where there is one, else begins one. `id` is a fresh UUID. */
export function continueTrace(traceparent: string | null, id: string): Trace {
  const digits = id.replaceAll("-", "")
  const [, traceId = digits, flags = "00"] =
    traceparent === null ? [] : (wellFormed.exec(traceparent) ?? [])
  return { traceId, traceparent: `00-${traceId}-${digits.slice(16)}-${flags}` }
}
