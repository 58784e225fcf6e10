import { createServer, type IncomingHttpHeaders, type OutgoingHttpHeaders } from "node:http"
import { Pool } from "undici"

// What a gateway costs that does nothing: the body in, the body out, with undici's pool.
// `node bare-proxy.ts UPSTREAM_URL PORT`

const pool = new Pool(process.argv[2] ?? "", { connections: 128 })
const server = createServer((request, response) => {
  const parts: Buffer[] = []
  request.on("data", (part: Buffer) => parts.push(part))
  request.on("end", () => {
    const asked = {
      path: request.url ?? "/",
      method: "POST",
      headers: { "content-type": "application/json" },
      body: Buffer.concat(parts),
    } as const
    pool
      .stream(asked, ({ statusCode, headers }) => response.writeHead(statusCode, passed(headers)))
      // The client left, or the upstream did.
      .catch(() => response.destroy())
  })
})
server.listen(Number(process.argv[3]), "127.0.0.1")

function passed(headers: IncomingHttpHeaders): OutgoingHttpHeaders {
  const names = ["content-type", "content-length"]
  return Object.fromEntries(Object.entries(headers).filter(([name]) => names.includes(name)))
}
