import { TextDecoder } from "node:util"

/** Smaller parts are put together: a body in single bytes must not take a hundred times its length. */
const blockBytes = 16 * 1024

/** Collects the parts of a body, and copies only the small ones. */
export class Body {
  readonly #parts: Uint8Array[] = []
  #block = new Uint8Array(0)
  #filled = 0
  #length = 0

  get length(): number {
    return this.#length
  }

  add(part: Uint8Array): void {
    this.#length += part.length
    if (this.#filled + part.length > this.#block.length) {
      this.#closeBlock()
      if (part.length >= blockBytes) {
        this.#parts.push(part)
        return
      }
      this.#block = new Uint8Array(blockBytes)
    }
    this.#block.set(part, this.#filled)
    this.#filled += part.length
  }

  /** The first bytes, read in a character set; one that is not known is read as UTF-8. */
  text(charset: string, most: number): { readonly text: string; readonly isBroken: boolean } {
    const parts = [...this.#parts, this.#block.subarray(0, this.#filled)]
    const bytes = Buffer.concat(parts, Math.min(most, this.#length))
    try {
      return { text: decoder(charset, { fatal: true }).decode(bytes), isBroken: false }
    } catch {
      return { text: decoder(charset, {}).decode(bytes), isBroken: true }
    }
  }

  #closeBlock(): void {
    if (this.#filled > 0) this.#parts.push(this.#block.subarray(0, this.#filled))
    this.#block = new Uint8Array(0)
    this.#filled = 0
  }
}

function decoder(charset: string, options: { readonly fatal?: boolean }): TextDecoder {
  try {
    return new TextDecoder(charset, options)
  } catch {
    return new TextDecoder("utf-8", options)
  }
}
