import { setTimeout as pause } from "node:timers/promises"
import { Agent, request } from "undici"
import { judge, type Outcome } from "./judge.ts"

/** A request that has not ended by then hangs. */
const hangMs = 30_000
const givenUpAfterMs = 20
const givenUpShare = 0.01
const streamShare = 0.2
const ticksPerSecond = 100

/** Whom the requests ask, and with which keys in turns. */
export interface Aim {
  readonly url: string
  readonly keys: readonly string[]
}

/** Sends questions, each with a name of its own, and judges each answer. */
export class Callers {
  /** By outcome. */
  readonly counts = new Map<string, number>()
  /** The first of those that are wrong. */
  readonly wrong: string[] = []
  /** Statuses that each key was answered with since `forget`. */
  readonly byKey = new Map<string, Set<number>>()
  #aim: Aim = { url: "", keys: [] }
  #sent = 0
  #running = 0
  // A connection is given up before the gateway would close it: a request on one that is being closed is lost.
  readonly #dispatcher = new Agent({ connections: 256, keepAliveTimeout: 2000 })

  aim(aim: Aim): void {
    this.#aim = aim
  }

  /** Requests a second that this machine does with 64 at the same time. */
  async capacity(seconds: number): Promise<number> {
    const end = performance.now() + seconds * 1000
    const before = this.#sent
    const loop = async () => {
      while (performance.now() < end) await this.#one()
    }
    await Promise.all(Array.from({ length: 64 }, loop))
    return (this.#sent - before) / seconds
  }

  /** Asks at a rate, whatever the answers do, until it is stopped; then waits for all of them. */
  atRate(rate: number): () => Promise<void> {
    let due = 0
    const timer = setInterval(() => {
      for (due += rate / ticksPerSecond; due >= 1; due -= 1) void this.#one()
    }, 1000 / ticksPerSecond)
    return async () => {
      clearInterval(timer)
      while (this.#running > 0) await pause(50)
      await this.#dispatcher.close()
    }
  }

  async #one(): Promise<void> {
    this.#sent += 1
    this.#running += 1
    const { url, keys } = this.#aim
    const key = keys[this.#sent % keys.length] ?? ""
    const outcome = await this.#ask(`${url}/v1/completions`, key, `question-${this.#sent}`)
    this.#running -= 1
    const label =
      outcome.kind === "refused" ? `refused: ${outcome.status} ${outcome.code}` : outcome.kind
    this.counts.set(label, (this.counts.get(label) ?? 0) + 1)
    if (outcome.kind === "wrong" && this.wrong.length < 20) this.wrong.push(outcome.why)
    if (outcome.kind === "given up") return
    const status = outcome.kind === "refused" ? outcome.status : 200
    this.byKey.set(key, (this.byKey.get(key) ?? new Set()).add(status))
  }

  async #ask(url: string, key: string, prompt: string): Promise<Outcome> {
    const stream = Math.random() < streamShare
    const givesUp = Math.random() < givenUpShare
    const signal = AbortSignal.timeout(givesUp ? givenUpAfterMs : hangMs)
    try {
      const { statusCode, headers, body } = await request(url, {
        method: "POST",
        headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
        body: JSON.stringify({ prompt, stream }),
        dispatcher: this.#dispatcher,
        signal,
      })
      const type = String(headers["content-type"])
      return judge({ status: statusCode, type, text: await body.text() }, prompt)
    } catch (error) {
      if (signal.aborted)
        return givesUp ? { kind: "given up" } : { kind: "wrong", why: `${prompt} hangs` }
      return { kind: "wrong", why: `${prompt}: ${String(error)}` }
    }
  }
}
