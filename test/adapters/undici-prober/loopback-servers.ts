import { once } from "node:events"
import { createServer, type RequestListener } from "node:http"
import {
  type AddressInfo,
  createServer as createSocketServer,
  type Server,
  type Socket,
} from "node:net"
import { onTestFinished } from "vitest"

/** A server on loopback until the test ends; answers with its origin. */
export async function httpServer(listener: RequestListener): Promise<string> {
  return `http://127.0.0.1:${await listen(createServer(listener))}`
}

/** The same for what is not HTTP, or is so in its own way. */
export async function socketServer(listener: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>()
  const server = createSocketServer((socket) => {
    sockets.add(socket)
    // A probe may give up while the server writes.
    socket.on("error", () => undefined)
    listener(socket)
  })
  onTestFinished(() => sockets.forEach((socket) => socket.destroy()))
  return `http://127.0.0.1:${await listen(server)}`
}

export async function listen(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  onTestFinished(() => {
    server.close()
    if ("closeAllConnections" in server && typeof server.closeAllConnections === "function")
      server.closeAllConnections()
  })
  const address: AddressInfo | string | null = server.address()
  if (typeof address !== "object" || address === null) throw new Error("It does not listen.")
  return address.port
}
