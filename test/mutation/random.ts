/** A stream of numbers that follows from its seed. */
export interface Random {
  /** A whole number from 0 to `count - 1`. */
  readonly below: (count: number) => number
  readonly pick: <Item>(items: readonly [Item, ...(readonly Item[])]) => Item
  /** True in one of `count` cases. */
  readonly oneIn: (count: number) => boolean
}

/** Mulberry32: small, quick and good enough to choose mutations. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    const mixed = Math.imul(state ^ (state >>> 15), state | 1)
    const more = mixed ^ (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61))
    return ((more ^ (more >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (count: number) => Math.floor(next() * count)
  return {
    below,
    pick: (items) => items[below(items.length)] ?? items[0],
    oneIn: (count) => below(count) === 0,
  }
}
