import { type IncomingBody, type Send, SendError, type SendFailure } from "../http/send.ts"

/** Sends with fetch, which is what Workers have. It follows no redirects and decodes compressed answers by itself. */
export const sendWithFetch: Send = async ({ url, method, headers, body, signal, timeouts }) => {
  const watch = new Watch(signal)
  watch.within(timeouts.firstByte, "first byte timeout")
  try {
    const answer = await fetch(url, {
      method,
      headers,
      body: body === undefined ? null : new Uint8Array(body),
      redirect: "manual",
      signal: watch.signal,
    })
    const received = Object.fromEntries(answer.headers)
    delete received["content-encoding"]
    delete received["content-length"]
    return {
      status: answer.status,
      headers: received,
      body: bodyOf(answer.body?.getReader(), watch, timeouts.idle),
    }
  } catch (error) {
    watch.done()
    throw watch.failure(error, "not connected")
  }
}

/** Ends a request when it takes too long, and knows why it ended. */
class Watch {
  readonly #controller = new AbortController()
  readonly #outer: AbortSignal
  readonly #leave = () => this.#controller.abort()
  #timer: ReturnType<typeof setTimeout> | undefined
  #late: SendFailure | undefined

  constructor(outer: AbortSignal) {
    this.#outer = outer
    if (outer.aborted) this.#leave()
    outer.addEventListener("abort", this.#leave, { once: true })
  }

  get signal(): AbortSignal {
    return this.#controller.signal
  }

  within(ms: number, failure: SendFailure): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      this.#late = failure
      this.#controller.abort()
    }, ms)
  }

  rest(): void {
    clearTimeout(this.#timer)
  }

  done(): void {
    this.rest()
    this.#outer.removeEventListener("abort", this.#leave)
  }

  failure(cause: unknown, otherwise: SendFailure): SendError {
    if (this.#outer.aborted) return new SendError("aborted", cause)
    return new SendError(this.#late ?? otherwise, cause)
  }
}

type Reader = ReadableStreamDefaultReader<Uint8Array>

function bodyOf(reader: Reader | undefined, watch: Watch, idleMs: number): IncomingBody {
  async function* chunks(): AsyncGenerator<Uint8Array> {
    try {
      for (;;) {
        watch.within(idleMs, "idle timeout")
        const next = await reader?.read()
        // Who reads may take as long as it likes.
        watch.rest()
        if (next === undefined || next.done) return
        yield next.value
      }
    } catch (error) {
      throw watch.failure(error, "reset")
    } finally {
      watch.done()
    }
  }

  function cancel(): void {
    watch.done()
    reader?.cancel().catch(() => undefined)
  }

  return {
    cancel,
    async whole(mostBytes) {
      const parts: Uint8Array[] = []
      let size = 0
      for await (const chunk of chunks()) {
        size += chunk.length
        if (size > mostBytes) {
          cancel()
          return undefined
        }
        parts.push(chunk)
      }
      return joined(parts, size)
    },
    async pipe(write) {
      for await (const chunk of chunks()) await write(chunk)
    },
  }
}

function joined(parts: readonly Uint8Array[], size: number): Uint8Array {
  const whole = new Uint8Array(size)
  parts.reduce((offset, part) => {
    whole.set(part, offset)
    return offset + part.length
  }, 0)
  return whole
}
