import type {
  ProbeAnswer,
  ProbeCertificate,
  ProbeChunk,
  ProbePhase,
  ProbeTimings,
} from "../../ports/prober.ts"
import { Body } from "./body.ts"

/** Writes down what happens during one request, and when. */
export class ProbeRecorder {
  readonly #url: string
  readonly #startedMs: number
  #connectMs: number | undefined
  #firstByteMs: number | undefined
  #head: Pick<ProbeAnswer, "statusCode" | "headers"> | undefined
  #certificate: ProbeCertificate | undefined
  readonly #redirectedFrom: readonly string[]
  readonly #chunks: ProbeChunk[] = []
  readonly #body = new Body()

  /** `startedMs` on the clock of `performance.now()`. */
  constructor(url: string, startedMs: number, redirectedFrom: readonly string[] = []) {
    this.#url = url
    this.#startedMs = startedMs
    this.#redirectedFrom = redirectedFrom
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
    return this.#body.length
  }

  get timings(): ProbeTimings {
    return {
      connectMs: this.#connectMs,
      firstByteMs: this.#firstByteMs,
      totalMs: this.elapsedMs,
    }
  }

  /** Undefined before status and headers are there. `most` bytes of the body are read. */
  answer(most: number): ProbeAnswer | undefined {
    if (this.#head === undefined) return undefined
    const { text, isBroken } = this.#body.text(charsetOf(this.#head.headers), most)
    return {
      url: this.#url,
      ...this.#head,
      body: text,
      hasBrokenText: isBroken,
      chunks: this.#chunks,
      redirectedFrom: this.#redirectedFrom,
      certificate: this.#certificate,
    }
  }

  connected(certificate?: ProbeCertificate): void {
    this.#connectMs = this.elapsedMs
    this.#certificate = certificate
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
    const atMs = this.elapsedMs
    const last = this.#chunks.at(-1)
    // A body in single bytes must not become as many records.
    if (last !== undefined && atMs - last.atMs < 1)
      this.#chunks[this.#chunks.length - 1] = { ...last, bytes: last.bytes + part.length }
    else this.#chunks.push({ atMs, bytes: part.length })
    this.#body.add(part)
  }
}

function charsetOf({ "content-type": type = "" }: Readonly<Record<string, string>>): string {
  return /;\s*charset="?([\w.:-]+)/i.exec(type)?.[1] ?? "utf-8"
}
