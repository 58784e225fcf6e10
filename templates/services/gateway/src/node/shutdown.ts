import type { Server } from "node:http"
import { setTimeout as wait } from "node:timers/promises"
import type { Gateway } from "../gateway.ts"

export interface Shutdown {
  readonly server: Server
  readonly gateway: Gateway
  readonly onStopping: () => void
  /** Hands over what is left of the log. */
  readonly flush: () => Promise<void>
  readonly close: () => Promise<void>
}

/** Time that errors get to reach their clients and the error tracker. */
const lastWordsMs = 500

/**
 * Ends well: asked to stop, it says so on `/ready`, after `DRAIN_DELAY` takes nothing new, lets what runs end for
 * `DRAIN_TIMEOUT`, and breaks off the rest with an error. Asked twice, it breaks off at once. After a failure that
 * nobody expected it does the same, and ends with 1.
 */
export function createShutdown(parts: Shutdown): void {
  const { gateway } = parts
  const { log, report } = gateway.runtime
  let begun = false
  const stop = (exitCode: number) => {
    if (begun) return breakOff(gateway)
    begun = true
    void drain(parts).then(() => process.exit(exitCode))
  }
  const fail = (error: unknown) => {
    const text = error instanceof Error ? (error.stack ?? String(error)) : String(error)
    log("error", "crashed", { error: text })
    report(error, { crashed: "true" })
    stop(1)
  }
  process.on("SIGTERM", () => stop(0))
  process.on("SIGINT", () => stop(0))
  process.on("uncaughtException", fail)
  process.on("unhandledRejection", fail)
}

async function drain({ server, gateway, onStopping, flush, close }: Shutdown): Promise<void> {
  const { config, runtime } = gateway
  runtime.log("info", "stopping")
  // Nobody may be reading any more.
  await Promise.race([flush(), wait(lastWordsMs)])
  onStopping()
  if (config.drainDelay > 0) await wait(config.drainDelay)
  const closed = Promise.withResolvers<void>()
  server.close(() => closed.resolve())
  // A connection that falls idle from now on would keep the server open.
  const idle = setInterval(() => server.closeIdleConnections(), 50)
  const late = setTimeout(() => breakOff(gateway), config.drainTimeout)
  const never = setTimeout(() => server.closeAllConnections(), config.drainTimeout + lastWordsMs)
  await closed.promise
  clearInterval(idle)
  clearTimeout(late)
  clearTimeout(never)
  runtime.log("info", "stopped")
  await Promise.race([Promise.all([flush(), close()]), wait(lastWordsMs)])
}

function breakOff({ running }: Gateway): void {
  running.stopAll("stopping")
}
