import type { ResourceKind, ServiceKind } from "../manifest/schema/service.ts"

/** Seconds of a billed month: 730 hours. Platforms that quote 30 days convert in their rule. */
export const monthSeconds = 2_628_000

/** What a month of the whole workload uses on one platform; a billing rule turns it into lines. */
export interface PlatformUsage {
  /** Id of one of the book's plans. */
  readonly plan: string
  readonly items: readonly ItemUsage[]
}

/** Beside services and stores: the edge, error tracking and logs (`operations` are events), build pipelines. */
export type ItemKind = ServiceKind | ResourceKind | "edge" | "errors" | "logs" | "pipeline"

/** What one service, resource or edge uses in a month. Amounts are sums over all its instances. */
export interface ItemUsage {
  /** Name of the service or resource; `edge` for the edge. */
  readonly item: string
  readonly kind: ItemKind
  /** Id of one of the book's offers. */
  readonly offer: string
  /** As the manifest writes it, `us-east` or the platform's own name; undefined: the platform's default. */
  readonly region: string | undefined
  /** Of one instance: what was asked for, or what the offer gives where its sizes are fixed. */
  readonly size: InstanceSize
  /** Measured use of one running instance, on average: for platforms that bill use and not size. */
  readonly used: { readonly cpu: number; readonly memoryGiB: number }
  readonly seconds: InstanceSeconds
  /** Starts from nothing, each of them a cold start. */
  readonly starts: number
  /** Instances that are never closed. */
  readonly warmInstances: number
  /** Most instances at one time. */
  readonly peakInstances: number
  /** Requests that reach the item. */
  readonly requests: number
  /** Sum of the durations of the requests, waiting for others included. */
  readonly requestSeconds: number
  /** Sum of the processor time of the requests. */
  readonly cpuSeconds: number
  /** GB (1e9 bytes) sent to the internet. */
  readonly egressGB: number
  /** GiB of volumes or of a store's disk, kept for the month. */
  readonly storageGiB: number
  /** Commands of a store, such as those a Redis executes. */
  readonly operations: number
  readonly buildMinutes: number
  /** Tokens of a hosted model. */
  readonly tokens: TokenUsage
}

export interface InstanceSize {
  /** Virtual CPUs. */
  readonly cpu: number
  readonly memoryGiB: number
  readonly gpus: number
}

/** Seconds of instances: `busy` with at least one request, `idle` but open, `cold` while starting. */
export interface InstanceSeconds {
  readonly busy: number
  readonly idle: number
  readonly cold: number
  /** The three together, each run of an instance rounded up to the offer's step. */
  readonly billed: number
}

export interface TokenUsage {
  /** Input tokens, the cached ones included. */
  readonly input: number
  readonly cached: number
  readonly output: number
}
