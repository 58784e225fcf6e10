/** Makes what nobody can guess. */
export interface Random {
  /** A new key of 256 bits, in letters, digits, `-` and `_`. */
  readonly secretKey: () => string
  /** From 0, and below 1. */
  readonly fraction: () => number
}
