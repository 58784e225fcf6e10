import type { ProbeAnswer, ProbeChunk, ProbePhase, ProbeTimings } from "../../ports/prober.ts"

type ReceivedHeaders = Readonly<Record<string, string | readonly string[] | undefined>>

/** What happens to one request, and when. */
export interface AnswerRecord {
  readonly elapsedMs: () => number
  readonly phase: () => ProbePhase
  readonly bytes: () => number
  readonly timings: () => ProbeTimings
  /** Undefined before status and headers are there. */
  readonly answer: () => ProbeAnswer | undefined
  /** It is on its way on a connection. */
  readonly sent: () => void
  readonly head: (statusCode: number, headers: ReceivedHeaders) => void
  readonly data: (part: Buffer) => void
}

/** All times count from `dueMs` on the clock of `performance.now()`. */
export function answerRecord(url: string, dueMs: number): AnswerRecord {
  const chunks: ProbeChunk[] = []
  const parts: Buffer[] = []
  let [bytes, sentMs, firstByteMs]: [number, number?, number?] = [0]
  let head: Pick<ProbeAnswer, "statusCode" | "headers"> | undefined
  const elapsedMs = () => performance.now() - dueMs
  return {
    elapsedMs,
    bytes: () => bytes,
    phase: () => {
      if (head !== undefined) return "body"
      return sentMs === undefined ? "connect" : "first-byte"
    },
    timings: () => ({ connectMs: sentMs, firstByteMs, totalMs: elapsedMs() }),
    answer: () =>
      head === undefined
        ? undefined
        : { url, ...head, body: Buffer.concat(parts).toString("utf8"), chunks },
    sent: () => {
      sentMs = elapsedMs()
    },
    head: (statusCode, headers) => {
      firstByteMs = elapsedMs()
      head = { statusCode, headers: joinedHeaders(headers) }
    },
    data: (part) => {
      chunks.push({ atMs: elapsedMs(), bytes: part.length })
      parts.push(part)
      bytes += part.length
    },
  }
}

function joinedHeaders(headers: ReceivedHeaders): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name.toLowerCase(), [value].flat().join(", ")] as const],
    ),
  )
}
