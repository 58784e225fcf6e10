/** An estimate with the interval that holds the true value in 95 of 100 runs. */
export interface Estimate {
  readonly value: number
  readonly low: number
  /** Infinity where the sample is too small to bound it. */
  readonly high: number
}

/** Two-sided 95 %. */
const z = 1.959_964
const tail = 0.025

/**
 * A share, 0 to 1, of `count` in `of`, with Wilson's interval: right for few and for none, too.
 * Without a sample it is 0 and may be anything.
 */
export function estimateShare(count: number, of: number): Estimate {
  if (of === 0) return { value: 0, low: 0, high: 1 }
  const share = count / of
  const scale = 1 + z ** 2 / of
  const centre = (share + z ** 2 / (2 * of)) / scale
  const half = (z / scale) * Math.sqrt((share * (1 - share)) / of + z ** 2 / (4 * of ** 2))
  return {
    value: share,
    low: count === 0 ? 0 : Math.max(0, centre - half),
    high: count === of ? 1 : Math.min(1, centre + half),
  }
}

/**
 * The second share minus the first, with Newcombe's interval (1998, method 10), made of the intervals of both.
 */
export function estimateDifference(first: Estimate, second: Estimate): Estimate {
  const value = second.value - first.value
  return {
    value,
    low: value - Math.hypot(second.value - second.low, first.high - first.value),
    high: value + Math.hypot(second.high - second.value, first.value - first.low),
  }
}

export interface Ranks {
  /** From 1; 0 where no value of the sample bounds it. */
  readonly low: number
  /** From 1; one more than the sample has where no value of it bounds it. */
  readonly high: number
}

/**
 * Which of `count` sorted values bound a quantile (`share`, 0 to 1), whatever the distribution: the number of values
 * below the quantile is binomial, and these ranks leave 2.5 % on each side.
 */
export function quantileRanks(count: number, share: number): Ranks {
  if (count === 0) return { low: 0, high: 1 }
  const odds = Math.log(share) - Math.log1p(-share)
  let log = count * Math.log1p(-share)
  let below = 0
  let low = 0
  for (let successes = 0; successes <= count; successes++) {
    const here = below + Math.exp(log)
    if (here <= tail) low = successes + 1
    if (here >= 1 - tail) return { low, high: successes + 1 }
    below = here
    log += Math.log(count - successes) - Math.log(successes + 1) + odds
  }
  return { low, high: count + 1 }
}
