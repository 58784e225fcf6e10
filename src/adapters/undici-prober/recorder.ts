import type { ProbeAnswer, ProbeChunk, ProbePhase, ProbeTimings } from "../../ports/prober.ts"

/** Writes down what happens during one request, and when. */
export class ProbeRecorder {
  readonly #url: string
  readonly #startedMs: number
  #connectMs: number | undefined
  #firstByteMs: number | undefined
  #head: Pick<ProbeAnswer, "statusCode" | "headers"> | undefined
  readonly #chunks: ProbeChunk[] = []
  readonly #parts: Uint8Array[] = []
  #bytes = 0

  /** `startedMs` on the clock of `performance.now()`. */
  constructor(url: string, startedMs: number) {
    this.#url = url
    this.#startedMs = startedMs
  }

  get elapsedMs(): number {
    return performance.now() - this.#startedMs
  }

  get phase(): ProbePhase {
    if (this.#head !== undefined) return "body"
    return this.#connectMs === undefined ? "connect" : "first-byte"
  }

  /** Bytes of the body so far. */
  get bytes(): number {
    return this.#bytes
  }

  get timings(): ProbeTimings {
    return {
      connectMs: this.#connectMs,
      firstByteMs: this.#firstByteMs,
      totalMs: this.elapsedMs,
    }
  }

  /** Undefined before status and headers are there. */
  get answer(): ProbeAnswer | undefined {
    if (this.#head === undefined) return undefined
    const body = new TextDecoder().decode(joined(this.#parts, this.#bytes))
    return { url: this.#url, ...this.#head, body, chunks: this.#chunks }
  }

  connected(): void {
    this.#connectMs = this.elapsedMs
  }

  head(
    statusCode: number,
    headers: Readonly<Record<string, string | readonly string[] | undefined>>,
  ): void {
    this.#firstByteMs = this.elapsedMs
    const entries = Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name.toLowerCase(), [value].flat().join(", ")] as const],
    )
    this.#head = { statusCode, headers: Object.fromEntries(entries) }
  }

  data(part: Uint8Array): void {
    this.#chunks.push({ atMs: this.elapsedMs, bytes: part.length })
    this.#parts.push(part)
    this.#bytes += part.length
  }
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length)
  let offset = 0
  for (const part of parts) {
    whole.set(part, offset)
    offset += part.length
  }
  return whole
}
