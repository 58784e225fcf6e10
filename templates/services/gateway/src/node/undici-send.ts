import type { Pool as PoolType } from "undici"
import Pool from "undici/lib/dispatcher/pool.js"
import type { Send } from "../http/send.ts"
import { Exchange } from "./exchange.ts"

export interface UndiciOptions {
  /** To one origin. */
  readonly mostConnections: number
}

export interface UndiciSend {
  readonly send: Send
  readonly close: () => Promise<void>
}

/** Sends with undici's pools: global fetch takes several times the time and memory on Node. */
export function createUndiciSend({ mostConnections }: UndiciOptions): UndiciSend {
  const pools = new Map<string, PoolType>()

  function poolOf(origin: string, connectMs: number): PoolType {
    const known = pools.get(origin)
    if (known !== undefined) return known
    const pool = new Pool(origin, {
      connections: mostConnections,
      connect: { timeout: connectMs },
      allowH2: false,
      // The exchange has its own.
      headersTimeout: 0,
      bodyTimeout: 0,
    })
    pools.set(origin, pool)
    return pool
  }

  return {
    send({ method, url, headers, body, signal, timeouts }) {
      const { origin, path } = split(url)
      const exchange = new Exchange(signal, timeouts)
      poolOf(origin, timeouts.connect).dispatch(
        { method, path, headers, body: body ?? null },
        exchange,
      )
      return exchange.answer
    },
    async close() {
      await Promise.all(Array.from(pools.values(), async (pool) => await pool.destroy()))
    },
  }
}

/** Without parsing: addresses were checked at start, and paths are the gateway's own. */
function split(url: string): { readonly origin: string; readonly path: string } {
  const slash = url.indexOf("/", url.indexOf("//") + 2)
  if (slash < 0) return { origin: url, path: "/" }
  return { origin: url.slice(0, slash), path: url.slice(slash) }
}
