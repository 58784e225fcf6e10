import { type ApiError, badUpstream, errorBody, timedOut } from "../http/errors.ts"
import { type IncomingBody, SendError, type Write } from "../http/send.ts"
import { type StopReason, stopError } from "../stop-reason.ts"
import type { StreamWatch } from "./stream-watch.ts"
import type { Translate } from "./translate-events.ts"

/** How an answer ended; all but the first are in `gateway_streams_broken_total`. */
export type Ending = "complete" | "upstream" | "client" | "timeout" | "stopping"

export interface Relay {
  readonly body: IncomingBody
  readonly write: Write
  readonly watch: StreamWatch
  /** Where the upstream's events are not those of the gateway. */
  readonly translate: Translate | undefined
  /** Whether only `data: [DONE]` is a good end: a stream without it was cut off, whatever its connection says. */
  readonly endMark: boolean
  /** Why the request was given up; undefined where it was not. */
  readonly stopped: () => StopReason | undefined
}

/**
 * Passes events on byte by byte, no faster than they are taken. A stream that breaks gets an error event as its last.
 * Never rejects.
 */
export async function relay(parts: Relay): Promise<Ending> {
  const { body, write, watch, translate, endMark, stopped } = parts
  let error: unknown
  try {
    await body.pipe((chunk) => {
      watch.see(chunk)
      const out = translate === undefined ? chunk : translate(chunk)
      return out === undefined ? undefined : write(out)
    })
  } catch (caught) {
    error = caught
    body.cancel()
  }
  if (watch.isMarked || (error === undefined && !endMark)) return "complete"
  const reason = stopped()
  if (reason === "client gone") return "client"
  const ending = endingOf(reason, error)
  await Promise.resolve(
    write(errorEvent(reason === undefined ? broken(ending) : stopError(reason))),
  ).catch(() => undefined)
  return ending
}

function endingOf(reason: StopReason | undefined, error: unknown): Ending {
  if (reason === "stopping") return "stopping"
  const idle = error instanceof SendError && error.failure === "idle timeout"
  return reason === "took too long" || idle ? "timeout" : "upstream"
}

function broken(ending: Ending): ApiError {
  return ending === "timeout"
    ? timedOut
    : badUpstream("The upstream broke off before the end of its answer.")
}

/** Begins with an empty line, since the upstream may have stopped in the middle of an event. */
function errorEvent(error: ApiError): Uint8Array {
  return new TextEncoder().encode(`\n\nevent: error\ndata: ${errorBody(error)}\n\n`)
}
