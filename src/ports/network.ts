/** Ports of this machine's loopback address. */
export interface Network {
  /** A port that nobody listens on: the wish where it is free, else any. */
  readonly freePort: (wish: number | undefined) => Promise<number>
  readonly isFree: (port: number) => Promise<boolean>
}

/** The names of the internet. */
export interface NameResolver {
  /** Total: a name that cannot be resolved is an answer. Takes some seconds at most. */
  readonly resolve: (name: string) => Promise<ResolvedName>
}

export interface ResolvedName {
  /** Names that the name stands for, one leading to the next: its chain of CNAME records. */
  readonly aliases: readonly string[]
  /** As connections get them; none where the name cannot be resolved. */
  readonly addresses: readonly string[]
  /** `ENOTFOUND`, `ETIMEOUT`, where there is no address. */
  readonly failure: string | undefined
}
