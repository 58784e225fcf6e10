/** Room that is shared. What is taken is given back once. */
export class Reserve {
  readonly #most: number
  #taken = 0

  constructor(most: number) {
    this.#most = most
  }

  /** False where there is not so much left. */
  reserve(amount: number): boolean {
    if (this.#taken + amount > this.#most) return false
    this.#taken += amount
    return true
  }

  free(amount: number): void {
    this.#taken -= amount
  }
}
