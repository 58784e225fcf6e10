/** Draws from one seeded stream. */
export interface RandomNumbers {
  /** Uniform, 0 inclusive to 1 exclusive. */
  readonly uniform: () => number
  /** Exponential with mean 1: gaps between independent arrivals. */
  readonly exponential: () => number
}

/** The same seed gives the same numbers: the generator "mulberry32", which has a period of 2^32. */
export function randomNumbers(seed: number): RandomNumbers {
  let state = seed | 0
  const uniform = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return { uniform, exponential: () => -Math.log(1 - uniform()) }
}
