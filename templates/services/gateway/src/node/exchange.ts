import type { Dispatcher } from "undici"
import type { Timeouts } from "../config/upstreams.ts"
import {
  type IncomingAnswer,
  type IncomingBody,
  SendError,
  type SendFailure,
  type Write,
} from "../http/send.ts"

type Controller = Dispatcher.DispatchController
type Limits = Pick<Timeouts, "firstByte" | "idle">

/** Bytes that may be here before anybody reads them. */
const mostWaitingBytes = 64 * 1024

/**
 * One request and its answer, straight from undici's parser: no stream stands between it and the client, which saves a
 * third of the time, and whoever reads decides how fast the upstream may send.
 */
export class Exchange implements Dispatcher.DispatchHandler, IncomingBody {
  readonly answer: Promise<IncomingAnswer>
  readonly #signal: AbortSignal
  readonly #begin: (answer: IncomingAnswer) => void
  readonly #fail: (error: SendError) => void
  readonly #limits: Limits
  readonly #leave = () => this.#abort(new SendError("aborted", this.#signal.reason))
  #timer: NodeJS.Timeout | undefined
  #controller: Controller | undefined
  #waiting: Uint8Array[] = []
  #waitingBytes = 0
  #ended = false
  #error: SendError | undefined
  #write: Write | undefined
  #busy = false
  /** Nobody reads yet, and enough is here. */
  #stalled = false
  #done: (() => void) | undefined
  #broken: ((error: unknown) => void) | undefined

  constructor(signal: AbortSignal, limits: Limits) {
    const { promise, resolve, reject } = Promise.withResolvers<IncomingAnswer>()
    this.answer = promise
    this.#begin = resolve
    this.#fail = reject
    this.#signal = signal
    this.#limits = limits
    if (signal.aborted) this.#leave()
    else signal.addEventListener("abort", this.#leave)
  }

  onRequestStart(controller: Controller): void {
    this.#controller = controller
    if (this.#error !== undefined) controller.abort(this.#error)
    else this.#within(this.#limits.firstByte, "first byte timeout")
  }

  onResponseStart(_: Controller, status: number, headers: IncomingAnswer["headers"]): void {
    // 1xx only announce an answer.
    if (status < 200) return
    this.#within(this.#limits.idle, "idle timeout")
    this.#begin({ status, headers, body: this })
  }

  onResponseData(controller: Controller, chunk: Uint8Array): void {
    this.#waiting.push(chunk)
    this.#waitingBytes += chunk.length
    this.#timer?.refresh()
    if (this.#write !== undefined) this.#pump()
    else if (this.#waitingBytes > mostWaitingBytes) {
      this.#stalled = true
      controller.pause()
    }
  }

  onResponseEnd(): void {
    this.#ended = true
    this.#settle()
  }

  onResponseError(_: Controller, error: Error): void {
    this.#error ??= new SendError(failureOf(error), error)
    this.#settle()
  }

  cancel(): void {
    if (!this.#ended) this.#leave()
  }

  whole(mostBytes: number): Promise<Uint8Array | undefined> {
    const { promise, resolve, reject } = Promise.withResolvers<Uint8Array | undefined>()
    const parts: Uint8Array[] = []
    let size = 0
    this.#write = (chunk) => {
      size += chunk.length
      if (size <= mostBytes) parts.push(chunk)
      else {
        resolve(undefined)
        this.cancel()
      }
    }
    this.#done = () => {
      const [first] = parts
      resolve(parts.length === 1 && first !== undefined ? first : Buffer.concat(parts, size))
    }
    this.#broken = reject
    this.#flow()
    return promise
  }

  pipe(write: Write): Promise<void> {
    this.#write = write
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    this.#done = resolve
    this.#broken = reject
    this.#flow()
    return promise
  }

  #flow(): void {
    if (this.#stalled) this.#resume()
    this.#stalled = false
    this.#pump()
  }

  #resume(): void {
    this.#timer?.refresh()
    this.#controller?.resume()
  }

  #pump(): void {
    while (!this.#busy && this.#write !== undefined) {
      const chunk = this.#waiting.shift()
      if (chunk === undefined) break
      this.#waitingBytes -= chunk.length
      const slow = this.#write(chunk)
      if (slow !== undefined) this.#waitFor(slow)
    }
    if (this.#ended || this.#error !== undefined) this.#settle()
  }

  #waitFor(slow: Promise<void>): void {
    this.#busy = true
    this.#controller?.pause()
    slow.then(
      () => {
        this.#busy = false
        this.#pump()
        if (!this.#busy) this.#resume()
      },
      (error: unknown) => {
        this.#broken?.(error)
        this.cancel()
      },
    )
  }

  /** What came before a failure is handed over before the failure. */
  #settle(): void {
    if (this.#error !== undefined) this.#fail(this.#error)
    if (this.#error === undefined && !this.#ended) return
    clearTimeout(this.#timer)
    this.#signal.removeEventListener("abort", this.#leave)
    if (this.#busy || this.#waiting.length > 0) return
    if (this.#error === undefined) this.#done?.()
    else this.#broken?.(this.#error)
  }

  /**
   * undici's own time-outs make a timer for each part of each request and drop it half a second later, which costs more
   * than all else that the gateway does.
   */
  #within(ms: number, failure: SendFailure): void {
    clearTimeout(this.#timer)
    const late = () => {
      // Who holds it back is the client.
      if (this.#busy || this.#stalled) this.#timer?.refresh()
      else this.#abort(new SendError(failure, undefined))
    }
    this.#timer = setTimeout(late, ms)
  }

  #abort(error: SendError): void {
    this.#error ??= error
    this.#waiting = []
    this.#busy = false
    this.#controller?.abort(this.#error)
    this.#settle()
  }
}

function failureOf(error: Error): SendFailure {
  const code = "code" in error ? String(error.code) : ""
  switch (code) {
    case "UND_ERR_CONNECT_TIMEOUT":
      return "connect timeout"
    case "ECONNREFUSED":
    case "ENOTFOUND":
    case "EAI_AGAIN":
    case "EHOSTUNREACH":
    case "ENETUNREACH":
      return "not connected"
    default:
      return "reset"
  }
}
