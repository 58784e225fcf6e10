import type { Sha256 } from "./access.ts"
import type { Log } from "./log.ts"
import type { Ending } from "./relay-events.ts"
import type { Send } from "./upstream.ts"

/** What differs between Node and Workers. */
export interface Platform {
  readonly send: Send
  readonly sha256: Sha256
  readonly log: Log
}

/** Of one request, on its way through the handlers. */
export interface Variables {
  readonly Variables: {
    readonly requestId: string
    readonly caller: string | undefined
    /** Aborted when the client leaves or the gateway stops. */
    readonly signal: AbortSignal
    /** Of an answer that is still being written. */
    readonly ended: Promise<Ending> | undefined
  }
}
