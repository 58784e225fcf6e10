/** Aborted as soon as the supervised process is not to run any more. */
export interface StopRequest {
  readonly signal: AbortSignal
  readonly request: () => void
}

/** Signals ask for it. The end of a terminal does not: services outlive it. */
export function stopRequest(): StopRequest {
  const controller = new AbortController()
  const request = () => controller.abort()
  process.on("SIGTERM", request)
  process.on("SIGINT", request)
  process.on("SIGHUP", () => undefined)
  return { signal: controller.signal, request }
}
