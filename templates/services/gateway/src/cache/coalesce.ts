import { type ApiError, clientGone, isApiError } from "../http/errors.ts"

/** Asks for something once. The signal is aborted when nobody waits for it any more. */
export type Ask<T> = (signal: AbortSignal) => Promise<T | ApiError>

interface Flight<T> {
  readonly result: Promise<T | ApiError>
  readonly abort: (reason: unknown) => void
  waiting: number
}

export type Joined<T> = { readonly result: T | ApiError; readonly led: boolean }

/**
 * Lets identical requests wait for one answer. The request goes on for as long as anybody waits, whoever began it. Its
 * failure is given to the one that began it; the others ask once more, together.
 */
export class Coalescer<T extends object> {
  readonly #flights = new Map<string, Flight<T>>()
  #followers = 0

  get waiting(): number {
    return this.#followers
  }

  async join(key: string, signal: AbortSignal, ask: Ask<T>): Promise<Joined<T>> {
    const first = await this.#once(key, signal, ask)
    if (first.led || !isApiError(first.result) || signal.aborted) return first
    return await this.#once(key, signal, ask)
  }

  async #once(key: string, signal: AbortSignal, ask: Ask<T>): Promise<Joined<T>> {
    const known = this.#flights.get(key)
    const flight = known ?? this.#begin(key, ask)
    if (known !== undefined) this.#followers += 1
    flight.waiting += 1
    try {
      return { result: await untilAborted(flight.result, signal), led: known === undefined }
    } finally {
      flight.waiting -= 1
      if (known !== undefined) this.#followers -= 1
      if (flight.waiting === 0) {
        if (this.#flights.get(key) === flight) this.#flights.delete(key)
        flight.abort(signal.reason)
      }
    }
  }

  #begin(key: string, ask: Ask<T>): Flight<T> {
    const controller = new AbortController()
    const flight: Flight<T> = {
      result: ask(controller.signal).finally(() => {
        if (this.#flights.get(key) === flight) this.#flights.delete(key)
      }),
      abort: (reason) => controller.abort(reason),
      waiting: 0,
    }
    flight.result.catch(() => undefined)
    this.#flights.set(key, flight)
    return flight
  }
}

async function untilAborted<T>(
  result: Promise<T | ApiError>,
  signal: AbortSignal,
): Promise<T | ApiError> {
  if (signal.aborted) return clientGone
  const left = Promise.withResolvers<ApiError>()
  const leave = () => left.resolve(clientGone)
  signal.addEventListener("abort", leave, { once: true })
  try {
    return await Promise.race([result, left.promise])
  } finally {
    signal.removeEventListener("abort", leave)
  }
}
