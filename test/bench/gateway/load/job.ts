/** What the load process is asked to do. */
export type LoadJob = ClosedJob | CountedJob | OpenJob | StreamsJob

/** What all kinds of load have in common. */
export interface Load {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly connections: number
  readonly warmUpMs: number
  readonly seconds: number
  /** The body of every answer, byte by byte; not compared when left out. */
  readonly expected?: string
  /** Secret and claims of the tokens that `{token}` in a header stands for, each about another `sub`. */
  readonly tokens?: { readonly secret: string; readonly claims: Readonly<Record<string, unknown>> }
}

/** Every connection sends again as soon as it has its answer. */
interface ClosedJob extends Load {
  readonly kind: "closed"
}

/** As `closed`, until so many are answered; nothing of it is a warm-up. */
interface CountedJob extends Load {
  readonly kind: "counted"
  readonly requests: number
}

/** Requests at a fixed rate a second. */
interface OpenJob extends Load {
  readonly kind: "open"
  readonly rate: number
}

/** Event streams, one after the other on each connection. The latency is that of the first event. */
interface StreamsJob extends Load {
  readonly kind: "streams"
}

export interface LoadResult {
  readonly seconds: number
  /** Answers within the measured time. */
  readonly answered: number
  /** Answers of the warm-up too. */
  readonly total: number
  /** Answers by status; 0 stands for a connection that broke. */
  readonly statuses: Readonly<Record<string, number>>
  /** Answers with another body than expected, streams without their end. */
  readonly wrong: number
  readonly latencyMs: Quantiles
}

export interface Quantiles {
  readonly p50: number
  readonly p90: number
  readonly p99: number
  readonly max: number
}
