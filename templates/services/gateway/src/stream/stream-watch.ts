import type { Usage } from "../cache/whole-answer.ts"
import { usageIn } from "./usage.ts"

const lineFeed = 10
const carriageReturn = 13
/** Enough for the last two events: the one with the usage, and the end mark. */
const tailBytes = 1024

/** Looks at a stream of events as it passes, without changing or keeping more of it than its end. */
export class StreamWatch {
  #tail: Uint8Array[] = []
  #tailSize = 0
  #events = 0
  #afterLineFeed = false

  see(chunk: Uint8Array): void {
    this.#countEvents(chunk)
    this.#tail.push(chunk)
    this.#tailSize += chunk.length
    for (
      let first = this.#tail[0];
      first !== undefined && this.#tailSize - first.length >= tailBytes;
      first = this.#tail[0]
    ) {
      this.#tail.shift()
      this.#tailSize -= first.length
    }
  }

  /** Whether it ended in `data: [DONE]`, as streams of OpenAI's form do. */
  get isMarked(): boolean {
    return /data: ?\[DONE\]\s*$/.test(this.#tailText())
  }

  /** As the last events tell; else one token for each event but the end mark. */
  get usage(): Usage {
    return usageIn(this.#tailText()) ?? { prompt: 0, completion: Math.max(0, this.#events - 1) }
  }

  #tailText(): string {
    const parts = this.#tail.map((chunk) => ascii.decode(chunk.subarray(-tailBytes)))
    return parts.join("")
  }

  /** An empty line ends an event. */
  #countEvents(chunk: Uint8Array): void {
    for (const byte of chunk) {
      if (byte === lineFeed) {
        if (this.#afterLineFeed) this.#events += 1
        this.#afterLineFeed = !this.#afterLineFeed
      } else if (byte !== carriageReturn) this.#afterLineFeed = false
    }
  }
}

/** What is looked for is plain ASCII, so that a character cut in two does no harm. */
const ascii = new TextDecoder("latin1")
