import type { Config } from "../config/config.ts"
import type { Timeouts, UpstreamSettings } from "../config/upstreams.ts"
import { type Adapter, adapterOf } from "./adapters/adapter.ts"
import { Breaker } from "./breaker.ts"
import type { Question } from "./question.ts"

/** A place where answers come from, with what is known about its health. */
export interface Upstream {
  readonly settings: UpstreamSettings
  readonly adapter: Adapter
  readonly breaker: Breaker
  /** Of each request to it. */
  readonly headers: Readonly<Record<string, string>>
  /** An upstream that may be asleep gets the time that it needs to wake up. */
  readonly timeouts: Timeouts
}

export function createUpstreams(config: Config, nowMs: () => number): readonly Upstream[] {
  const breaker = {
    failures: config.breakerFailures,
    requests: config.breakerRequests,
    windowMs: config.breakerWindow,
    openMs: config.breakerOpen,
  }
  return config.upstreams.map((settings) => {
    const adapter = adapterOf(settings.kind)
    return {
      settings,
      adapter,
      breaker: new Breaker(breaker, nowMs),
      timeouts: {
        ...settings.timeouts,
        firstByte: Math.max(settings.timeouts.firstByte, settings.coldStartMs),
      },
      headers: { "accept-encoding": "identity", ...adapter.credentials(settings) },
    }
  })
}

/** Those that serve the model or the adapter, in the order in which they are asked. */
export function candidates(
  upstreams: readonly Upstream[],
  { model, adapter }: Pick<Question, "model" | "adapter">,
): readonly Upstream[] {
  return upstreams.filter(
    ({ settings: { models } }) =>
      models === undefined || models.some((each) => each === model || each === adapter),
  )
}
