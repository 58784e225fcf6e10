import { headerOf, type IncomingAnswer, type OutgoingRequest, SendError } from "../http/send.ts"
import type { Runtime } from "../runtime.ts"
import type { Prepared } from "./adapters/adapter.ts"
import type { Question } from "./question.ts"
import type { Upstream } from "./upstream.ts"

/** What came of one request to one upstream. */
export type Outcome =
  | { readonly kind: "ok" | "client_error"; readonly answer: IncomingAnswer }
  | { readonly kind: "throttled" | "failed" | "cold"; readonly answer: IncomingAnswer }
  | { readonly kind: "failed"; readonly answer: undefined; readonly error: unknown }
  | { readonly kind: "timeout" | "cancelled"; readonly answer: undefined }

export type OutcomeKind = Outcome["kind"]

/** Modal answers a call of more than 150 seconds with 303, and the result is at another path of the same host. */
const mostRedirects = 20

/** Sends the question once. Never rejects. */
export async function attempt(
  upstream: Upstream,
  { question, prepared, signal }: { question: Question; prepared: Prepared; signal: AbortSignal },
  runtime: Runtime,
): Promise<Outcome> {
  const request = {
    method: question.method,
    url: upstream.settings.url + prepared.path,
    headers: { ...question.headers, ...upstream.headers },
    body: prepared.body,
    signal,
    timeouts: upstream.timeouts,
  }
  try {
    const answer = await runtime.send(request)
    return judge(answer.status === 303 ? await follow(runtime, request, answer) : answer, upstream)
  } catch (error) {
    if (signal.aborted) return { kind: "cancelled", answer: undefined }
    const timedOut = error instanceof SendError && error.failure === "first byte timeout"
    if (timedOut) return { kind: "timeout", answer: undefined }
    return { kind: "failed", answer: undefined, error }
  }
}

function judge(answer: IncomingAnswer, { adapter, settings }: Upstream): Outcome {
  const { status } = answer
  if (settings.coldStartMs > 0 && adapter.isWaking(status)) return { kind: "cold", answer }
  if (status === 429) return { kind: "throttled", answer }
  if (status >= 500) return { kind: "failed", answer }
  return { kind: status >= 400 ? "client_error" : "ok", answer }
}

/** Goes to where the result is, as long as that is the upstream itself. */
async function follow(
  { send }: Runtime,
  request: OutgoingRequest,
  first: IncomingAnswer,
): Promise<IncomingAnswer> {
  let { url } = request
  let answer = first
  for (let hop = 0; answer.status === 303 && hop < mostRedirects; hop += 1) {
    const next = URL.parse(headerOf(answer, "location") ?? "", url)
    if (next === null || next.origin !== new URL(url).origin) return answer
    answer.body.cancel()
    url = next.href
    answer = await send({ ...request, method: "GET", url, body: undefined })
  }
  return answer
}
