import { connect as connectTcp, isIP, type LookupFunction, type Socket } from "node:net"
import { connect as connectTls } from "node:tls"

export interface ConnectionTarget {
  readonly hostname: string
  readonly port: number
  readonly tls: boolean
  /** Connect here, whatever the name resolves to. */
  readonly address: string | undefined
  /** Certificate authorities to trust instead of the usual ones; PEM. */
  readonly authorities: readonly string[] | undefined
  /** Resolves the name; undefined: the system does. */
  readonly lookup?: LookupFunction | undefined
}

/** What a connection was doing when it failed. */
export type ConnectionStage = "name" | "tcp" | "tls"

export interface ConnectionEvents {
  readonly connected: (socket: Socket) => void
  /** Only before `connected`; later errors are the reader's. */
  readonly failed: (error: Error, stage: ConnectionStage) => void
}

/** Opens a connection and tells at which stage it fails. Destroy the socket to give up. */
export function openConnection(target: ConnectionTarget, events: ConnectionEvents): Socket {
  const named = isIP(target.hostname) === 0 && target.address === undefined
  const stage: { now: ConnectionStage } = { now: named ? "name" : "tcp" }
  const socket = target.tls ? openTls(target) : openTcp(target)
  const failed = (error: Error): void => {
    socket.off("close", closed)
    events.failed(error, stage.now)
  }
  const closed = (): void => failed(new Error("The connection was closed."))
  // A name that cannot be resolved has its "lookup" too, with an error.
  socket.once("lookup", (error) => {
    if (error === null) stage.now = "tcp"
  })
  if (target.tls) socket.once("connect", () => (stage.now = "tls"))
  socket.once("error", failed)
  socket.once("close", closed)
  socket.once(target.tls ? "secureConnect" : "connect", () => {
    socket.off("error", failed)
    socket.off("close", closed)
    events.connected(socket)
  })
  return socket.setNoDelay(true)
}

function openTcp({ hostname, port, address, lookup }: ConnectionTarget): Socket {
  return connectTcp({
    host: address ?? hostname,
    port,
    ...(lookup === undefined ? {} : { lookup }),
  })
}

/** The certificate is checked against the name also where another address is connected to. */
function openTls({ hostname, port, address, authorities, lookup }: ConnectionTarget): Socket {
  return connectTls({
    host: address ?? hostname,
    port,
    ALPNProtocols: ["http/1.1"],
    ...(isIP(hostname) === 0 ? { servername: hostname } : {}),
    ...(authorities === undefined ? {} : { ca: [...authorities] }),
    ...(lookup === undefined ? {} : { lookup }),
  })
}
