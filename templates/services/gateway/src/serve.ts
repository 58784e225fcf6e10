import type { Context } from "hono"
import { admit } from "./admit.ts"
import { answerQuestion } from "./answer.ts"
import { Call } from "./call.ts"
import type { Gateway } from "./gateway.ts"
import { clientGone, isApiError } from "./http/errors.ts"
import { readBody } from "./read-body.ts"
import { readQuestion } from "./read-question.ts"
import type { Route } from "./routes.ts"
import { stopError } from "./stop-reason.ts"

/** The way of a request from its first byte to the answer's last. */
export async function serve(c: Context, route: Route, gateway: Gateway): Promise<Response> {
  const call = new Call(c, route.path, gateway)
  const timer = setTimeout(() => call.stop("took too long"), gateway.config.totalTimeout)
  call.atEnd(() => clearTimeout(timer))
  try {
    const admitted = admit(call, route, gateway)
    const refused = admitted instanceof Promise ? await admitted : admitted
    if (refused !== undefined) return call.refuse(refused)
    const body = await readBody(call, route, gateway)
    if (body !== undefined && isApiError(body)) return call.refuse(body)
    const asked = readQuestion(call, { route, body }, gateway)
    if (isApiError(asked)) return call.refuse(asked)
    return await answerQuestion(call, { route, ...asked }, gateway)
  } catch (error) {
    const { stopped } = call
    if (stopped !== undefined) return call.refuse(stopError(stopped))
    return isDisconnect(error) ? call.refuse(clientGone) : call.fail(error)
  }
}

/** The client left while its request was read. */
function isDisconnect(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ECONNRESET"
}
