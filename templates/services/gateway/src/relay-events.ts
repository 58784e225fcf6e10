import { errorBody, upstreamError } from "./errors.ts"

/** How a stream of events ended. */
export type Ending = "complete" | "client gone" | "upstream lost"

export interface RelayedEvents {
  readonly stream: ReadableStream<Uint8Array>
  readonly ended: Promise<Ending>
}

/**
 * Passes server-sent events on, byte by byte, no faster than they are read. A stream that does not end in
 * `data: [DONE]` was cut off, whatever its connection says, and gets an error event as its last.
 */
export function relayEvents(source: ReadableStream<Uint8Array>): RelayedEvents {
  const reader = source.getReader()
  const { promise: ended, resolve: end } = Promise.withResolvers<Ending>()
  let tail = ""
  const stream = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const chunk = await reader.read().catch(() => undefined)
        if (chunk?.value !== undefined) {
          tail = (tail + endOf(chunk.value)).slice(-tailLength)
          return controller.enqueue(chunk.value)
        }
        const complete = /data: ?\[DONE\]\s*$/.test(tail)
        if (!complete) controller.enqueue(lostEvent)
        end(complete ? "complete" : "upstream lost")
        controller.close()
      },
      async cancel(reason) {
        end("client gone")
        await reader.cancel(reason)
      },
    },
    { highWaterMark: 0 },
  )
  return { stream, ended }
}

const tailLength = 32
const lost = upstreamError(502, "The upstream broke off before the end of its answer.")

/** Begins with an empty line, since the upstream may have stopped in the middle of an event. */
const lostEvent = new TextEncoder().encode(
  `\n\nevent: error\ndata: ${JSON.stringify(errorBody(lost))}\n\n`,
)

/** The mark is plain ASCII, so that a character cut in two does no harm. */
function endOf(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes.subarray(-tailLength))
}
