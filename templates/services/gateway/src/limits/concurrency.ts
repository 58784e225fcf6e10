/** Counts what runs at the same time, by owner. Holds nothing for owners of whom nothing runs. */
export class Concurrency {
  readonly #running = new Map<string, number>()
  #total = 0

  get total(): number {
    return this.#total
  }

  /** False where the owner has as many as it may. Each true is followed by one `leave`. */
  enter(owner: string, most: number): boolean {
    const running = this.#running.get(owner) ?? 0
    if (running >= most) return false
    this.#running.set(owner, running + 1)
    this.#total += 1
    return true
  }

  leave(owner: string): void {
    const running = this.#running.get(owner) ?? 0
    if (running > 1) this.#running.set(owner, running - 1)
    else this.#running.delete(owner)
    this.#total -= 1
  }
}
