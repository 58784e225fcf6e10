import type { Http, HttpRequest } from "../../ports/http.ts"
import type { Processes } from "../../ports/processes.ts"
import type { RemoteScope } from "../../provider/remote.ts"

/** The same scope, in which nothing can be changed: whatever a driver does with it, a plan writes nothing. */
export function readOnly(scope: RemoteScope): RemoteScope {
  const { http, processes } = scope.ports
  return {
    ...scope,
    ports: { ...scope.ports, http: readOnlyHttp(http), processes: readOnlyProcesses(processes) },
  }
}

/** @throws TypeError, from `send`, for a request that may change something: a mistake of the driver. */
function readOnlyHttp(http: Http): Http {
  return {
    send: async (request, signal) => {
      if (isRead(request)) return await http.send(request, signal)
      throw new TypeError(`${request.operation} may change something while a plan is made`)
    },
  }
}

function readOnlyProcesses(processes: Processes): Processes {
  return {
    ...processes,
    run: async (command) => {
      if (command.effect === "read") return await processes.run(command)
      throw new TypeError(`${command.file} may change something while a plan is made`)
    },
  }
}

/** Judged by what is sent, not only by what the driver says of it. */
export function isRead({ effect, method, body }: HttpRequest): boolean {
  if (effect !== "read") return false
  return method === "GET" || (method === "POST" && isQuery(body ?? ""))
}

/** A GraphQL document whose operations are all queries. */
function isQuery(body: string): boolean {
  const document = documentIn(body)
  if (document === undefined) return false
  const plain = document
    .replaceAll(/"""[\s\S]*?"""|"(?:\\.|[^"\\\n])*"/g, '""')
    .replaceAll(/#[^\n]*/g, "")
  return topLevel(plain).every((word) => !["mutation", "subscription"].includes(word))
}

function documentIn(body: string): string | undefined {
  try {
    const { query } = JSON.parse(body)
    return typeof query === "string" ? query : undefined
  } catch {
    return undefined
  }
}

/** Words outside of all braces and brackets: keywords and names of operations. */
function topLevel(document: string): readonly string[] {
  let depth = 0
  const outside = [...document].map((character) => {
    if ("{(".includes(character)) depth += 1
    const kept = depth === 0 ? character : " "
    if ("})".includes(character)) depth -= 1
    return kept
  })
  return outside.join("").split(/[^\w]+/)
}
