import { createServer } from "node:http"
import { sendPort } from "./send-port.ts"

/**
 * Endpoints to check, in a process of its own: `/N` answers after so many milliseconds as the environment says for the
 * slowest, the others spread evenly below it; `/long` never stops sending.
 */
const slowestMs = Number(process.env["SLOWEST_MS"])
const count = Number(process.env["ENDPOINTS"])

const server = createServer((request, response) => {
  if (request.url === "/long") {
    const more = (): void => {
      while (!response.destroyed && response.write(part));
      response.once("drain", more)
    }
    more()
    return
  }
  const index = Number(request.url?.slice(1))
  const body = JSON.stringify({ status: "ok", padding: "x".repeat(8 * 1024) })
  setTimeout(() => response.end(body), Math.round((slowestMs * (index + 1)) / count))
})
const part = Buffer.alloc(64 * 1024, "x")

server.listen({ port: 0, host: "127.0.0.1", backlog: 4096 }, () => sendPort(server.address()))
