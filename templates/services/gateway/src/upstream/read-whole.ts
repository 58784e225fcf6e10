import type { WholeAnswer } from "../cache/whole-answer.ts"
import { type ApiError, badUpstream, timedOut } from "../http/errors.ts"
import { headerOf, type IncomingAnswer, SendError } from "../http/send.ts"
import { chainOf } from "../observe/chain.ts"
import { usageIn } from "../stream/usage.ts"
import type { Translation } from "./adapters/adapter.ts"
import type { Begun } from "./ask.ts"

/** Of an answer that is not a stream. */
const mostBytes = 16 * 1024 * 1024
/** Usage stands at the end of an answer. */
const tailBytes = 512

const tooLarge = badUpstream("The upstream's answer is larger than 16 MiB.")
const brokeOff = badUpstream("The upstream broke off before the end of its answer.")

/** Reads an answer to its end. One that breaks off is an error, and counts as a failure of the upstream. */
export async function readWhole({
  answer,
  upstream,
  prepared: { translate },
}: Begun): Promise<WholeAnswer | ApiError> {
  let body: Uint8Array | undefined
  try {
    body = await answer.body.whole(mostBytes)
  } catch (error) {
    const failure = error instanceof SendError ? error.failure : undefined
    if (failure !== "aborted") upstream.breaker.fail()
    return failure === "idle timeout" ? timedOut : brokeOff
  }
  if (body === undefined) return tooLarge
  const contentType = headerOf(answer, "content-type") ?? "application/octet-stream"
  const tail = tolerant.decode(body.subarray(-tailBytes))
  return {
    status: answer.status,
    contentType,
    contentEncoding: headerOf(answer, "content-encoding"),
    retryAfter: headerOf(answer, "retry-after"),
    chain: chainOf(answer),
    body: translate === undefined ? body : translated(body, translate),
    upstream: upstream.settings.name,
    storable: isStorable(answer, contentType),
    usage: usageIn(tail) ?? { prompt: 0, completion: 0 },
  }
}

/** What is looked for is plain ASCII; a character that is cut in two does no harm. */
const tolerant = new TextDecoder()

/** What is not JSON is passed on as it is. */
function translated(body: Uint8Array, { whole }: Translation): Uint8Array {
  try {
    return new TextEncoder().encode(
      JSON.stringify(whole(JSON.parse(new TextDecoder().decode(body)))),
    )
  } catch {
    return body
  }
}

/** Complete good answers alone, and none that the upstream wants to be asked for again. */
function isStorable(answer: IncomingAnswer, contentType: string): boolean {
  const forbidden = /no-store|no-cache|private/.test(headerOf(answer, "cache-control") ?? "")
  const json = contentType.includes("json")
  const plain = headerOf(answer, "content-encoding") === undefined
  return answer.status === 200 && json && plain && !forbidden && !("set-cookie" in answer.headers)
}
