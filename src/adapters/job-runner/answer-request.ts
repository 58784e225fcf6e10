import type { IncomingMessage, ServerResponse } from "node:http"
import type { JobRunner } from "./job-runner.ts"

/**
 * GET tells the state. POST runs the job and answers when it has ended: with 200 where it succeeded, else 500, and
 * with 409 while another run goes on.
 */
export async function answerRequest(
  runner: JobRunner,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const send = (status: number, value: unknown) =>
    response
      .writeHead(status, { "content-type": "application/json", "cache-control": "no-store" })
      .end(`${JSON.stringify(value)}\n`)
  if (!isOfThisMachine(request)) return void send(403, { error: "Web pages may not run jobs." })
  if (request.method === "GET") return void send(200, runner.state())
  if (request.method !== "POST") return void send(405, { error: "GET and POST are answered." })
  const run = runner.run()
  if (run === undefined) return void send(409, { error: "It runs already." })
  const ended = await run
  send(ended.succeeded ? 200 : 500, ended)
}

/**
 * Any page that is open in a browser can send a POST to this address. Browsers name the page in `origin`, and a page
 * that made its own name lead here names itself in `host`.
 */
function isOfThisMachine({ headers }: IncomingMessage): boolean {
  return headers.origin === undefined && /^(127\.0\.0\.1|localhost):\d+$/.test(headers.host ?? "")
}
