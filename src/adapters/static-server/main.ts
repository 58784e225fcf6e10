import { createServer } from "node:http"
import { serveFolder } from "./serve-folder.ts"

/** The static server: serves the folder that is its one argument at HOST and PORT until it is ended. */
const [folder = "."] = process.argv.slice(2)
const host = process.env["HOST"] ?? "127.0.0.1"
const port = Number(process.env["PORT"])

const server = createServer((request, response) => void serveFolder(folder, request, response))
server.listen({ host, port }, () => process.stdout.write(`Serving at http://${host}:${port}.\n`))

for (const signal of ["SIGTERM", "SIGINT"] as const)
  process.once(signal, () => {
    server.close()
    server.closeAllConnections()
  })
