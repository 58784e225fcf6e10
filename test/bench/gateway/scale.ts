/** How long everything is measured. */
export interface Scale {
  readonly rounds: number
  /** Of each target in each round. */
  readonly seconds: number
  /** Of the load of 1,000 requests a second, all rounds together. */
  readonly steadySeconds: number
  readonly distinctKeys: number
  readonly starts: number
}

export const full: Scale = {
  rounds: 7,
  seconds: 4,
  steadySeconds: 60,
  distinctKeys: 1_000_000,
  starts: 15,
}

/** For continuous integration: the same, in less than a minute. */
export const short: Scale = {
  rounds: 4,
  seconds: 0.8,
  steadySeconds: 6,
  distinctKeys: 30_000,
  starts: 5,
}
