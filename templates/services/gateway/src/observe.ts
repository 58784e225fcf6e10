import type { MiddlewareHandler } from "hono"
import type { Variables } from "./context.ts"
import { clientGone } from "./errors.ts"
import type { Log } from "./log.ts"
import type { Metrics } from "./metrics.ts"
import type { Ending } from "./relay-events.ts"

export interface Observation {
  readonly metrics: Metrics
  /** Requests that are being answered. */
  readonly running: Set<AbortController>
  /** Paths that stand in metrics and logs by their name; all others are "other". */
  readonly routes: readonly string[]
  readonly deployment: string | undefined
  readonly log: Log
}

/** Names each request, marks each answer, and writes one line when the last byte is out. */
export function observe({
  metrics,
  running,
  routes,
  deployment,
  log,
}: Observation): MiddlewareHandler<Variables> {
  return async (c, next) => {
    const start = performance.now()
    const id = requestId(c.req.header("x-request-id"))
    const route = routes.includes(c.req.path) ? c.req.path : "other"
    const controller = new AbortController()
    running.add(controller)
    metrics.begin()
    c.set("requestId", id)
    c.set("signal", controller.signal)
    c.req.raw.signal.addEventListener("abort", () => controller.abort(), { once: true })

    await next()
    c.res.headers.set("x-request-id", id)
    if (deployment !== undefined) c.res.headers.set("x-aidep-deployment", deployment)

    const finish = (ending: Ending) => {
      running.delete(controller)
      const status = ending === "client gone" ? clientGone : c.res.status
      const ms = Math.round(performance.now() - start)
      metrics.end({ route, status, seconds: ms / 1000 })
      if (ending === "upstream lost") metrics.streamBroke()
      const level = status >= 500 || ending === "upstream lost" ? "error" : "info"
      log(level, "request", {
        id,
        method: c.req.method,
        route,
        status,
        ms,
        key: c.get("caller"),
        ending,
      })
    }
    const ended = c.get("ended")
    if (ended === undefined) finish(c.req.raw.signal.aborted ? "client gone" : "complete")
    else void ended.then(finish)
  }
}

/** The caller's own name of the request, where it is one that can stand in a log. */
function requestId(given: string | undefined): string {
  return given !== undefined && /^[\w.-]{1,64}$/.test(given) ? given : crypto.randomUUID()
}
