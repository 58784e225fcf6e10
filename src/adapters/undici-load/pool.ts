import type { Pool } from "undici"
import { openConnection } from "../undici-prober/connection.ts"
import { guardedLookup } from "../undici-prober/guarded-lookup.ts"
import type { ProberSettings } from "../undici-prober/settings.ts"
import type { LoadPlan } from "../../ports/load.ts"
import { connectionFailure, type Failure } from "../undici-prober/failure.ts"

export interface PoolSettings extends ProberSettings {
  readonly url: URL
  readonly connections: number
  readonly privateAddresses: LoadPlan["privateAddresses"]
}

/** A connection that did not come about, with what the run says of it. */
class ConnectionError extends Error {
  readonly failure: Failure

  constructor(failure: Failure) {
    super(failure.reason)
    this.failure = failure
  }
}

/** What is known of an error when it comes from opening a connection. */
export function failureOfConnection(error: Error): Failure | undefined {
  return error instanceof ConnectionError ? error.failure : undefined
}

/** Connections to one origin that are kept between requests, one request on each at a time. */
export async function openPool({ url, connections, ...rest }: PoolSettings): Promise<Pool> {
  // The default export is the whole of a CommonJS module, for Node and for a bundle alike.
  const { Pool: UndiciPool } = (await import("undici")).default
  const tls = url.protocol === "https:"
  const target = {
    hostname: url.hostname.replace(/^\[(.*)\]$/, "$1"),
    port: url.port === "" ? defaultPort(tls) : Number(url.port),
    tls,
    address: undefined,
    authorities: rest.authorities,
    lookup: rest.privateAddresses === "refused" ? guardedLookup(rest) : rest.lookup,
  }
  return new UndiciPool(url.origin, {
    connections,
    pipelining: 1,
    allowH2: false,
    headersTimeout: 0,
    bodyTimeout: 0,
    ...keptAlive,
    connect: (_options, callback) => {
      openConnection(target, {
        connected: (socket) => callback(null, socket),
        failed: (error, stage) => {
          callback(new ConnectionError(connectionFailure(error, stage, url.host)), null)
        },
      })
    },
  })
}

/** Servers close idle connections after five seconds and more: those are left before that. */
const keptAlive = { keepAliveTimeout: 2000, keepAliveMaxTimeout: 4000 } as const

function defaultPort(tls: boolean): number {
  return tls ? 443 : 80
}
