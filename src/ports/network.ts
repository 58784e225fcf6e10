/** Ports of this machine's loopback address. */
export interface Network {
  /** A port that nobody listens on: the wish where it is free, else any. */
  readonly freePort: (wish: number | undefined) => Promise<number>
  readonly isFree: (port: number) => Promise<boolean>
}
