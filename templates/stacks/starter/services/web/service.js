import { createServer } from "node:http"

/** Makes the service; it listens on no port yet. `variables` are those of the process. */
export function createService(variables) {
  const deployment = variables.AIDEP_DEPLOYMENT ?? "local"
  const routes = new Map([
    ["/health", () => ({ status: "ok" })],
    ["/", () => ({ message: variables.GREETING ?? "Hello" })],
  ])
  return createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://localhost")
    const route = routes.get(pathname)
    if (route === undefined) return answer(response, 404, { error: "There is nothing here." })
    if (request.method !== "GET" && request.method !== "HEAD")
      return answer(response, 405, { error: "Only GET is answered." })
    response.setHeader("x-aidep-deployment", deployment)
    answer(response, 200, route())
  })
}

function answer(response, status, body) {
  response.statusCode = status
  response.setHeader("content-type", "application/json")
  response.setHeader("cache-control", "no-store")
  response.end(JSON.stringify(body))
}
