import { Family, Histogram } from "./instruments.ts"

export type Metrics = ReturnType<typeof createMetrics>

/** Figures that are asked for when they are read. */
export interface Readings {
  readonly inFlight: () => number
  readonly streams: () => number
  readonly cacheBytes: () => number
  readonly cacheEntries: () => number
  readonly coalescedWaiting: () => number
  readonly redisUp: () => number
  /** By name of the upstream: 0 closed, 1 half open, 2 open. */
  readonly breakers: () => readonly (readonly [upstream: string, state: number])[]
  /** Lines in the text format about the process; empty where there is none to speak of. */
  readonly process: () => string
}

export function createMetrics() {
  const counters = {
    requests: counter("requests_total", "Requests answered.", ["route", "status"]),
    brokenStreams: counter("streams_broken_total", "Streams that did not come to their end.", [
      "reason",
    ]),
    tokens: counter("tokens_total", "Tokens read and generated.", ["kind"]),
    cache: counter("cache_total", "Answers by where they came from.", ["result"]),
    limited: counter("limited_total", "Requests refused by a limit.", ["limit"]),
    authFailures: counter("auth_failures_total", "Strangers, by what was wrong.", ["reason"]),
    attempts: counter("upstream_attempts_total", "Requests sent to an upstream.", [
      "upstream",
      "outcome",
    ]),
    retries: counter("upstream_retries_total", "Further tries of a request.", ["upstream"]),
    redisErrors: counter("redis_errors_total", "Commands that Redis did not carry out."),
    droppedLines: counter("log_lines_dropped_total", "Lines that nobody took in time."),
  }
  const durations = new Histogram(
    "gateway_request_duration_seconds",
    "Time from a request to the last byte of its answer.",
  )
  const firstToken = new Histogram(
    "gateway_first_token_seconds",
    "Time from a request to the first byte of a streamed answer.",
  )
  return {
    ...counters,
    durations,
    firstToken,
    text(readings: Readings): string {
      return [
        ...Object.values(counters).map((family) => family.text()),
        durations.text(),
        firstToken.text(),
        ...gauges(readings),
        readings.process(),
      ].join("")
    },
  }
}

function gauges(readings: Readings): readonly string[] {
  const rows = [
    ["requests_in_flight", "Requests being answered now.", readings.inFlight()],
    ["streams_active", "Streams being passed on now.", readings.streams()],
    ["cache_bytes", "Size of the answers in memory.", readings.cacheBytes()],
    ["cache_entries", "Answers in memory.", readings.cacheEntries()],
    ["coalesced_waiting", "Requests that wait for the same answer.", readings.coalescedWaiting()],
    ["redis_up", "1 while Redis answers, or none is set.", readings.redisUp()],
  ] as const
  const plain = rows.map(([name, help, value]) => {
    const gauge = new Family({ kind: "gauge", name: `gateway_${name}`, help })
    gauge.of().value = value
    return gauge.text()
  })
  const breakers = new Family({
    kind: "gauge",
    name: "gateway_breaker_state",
    help: "0 closed, 1 half open, 2 open.",
    labels: ["upstream"],
  })
  for (const [upstream, state] of readings.breakers()) breakers.of(upstream).value = state
  return [...plain, breakers.text()]
}

function counter(name: string, help: string, labels: readonly string[] = []): Family {
  return new Family({ kind: "counter", name: `gateway_${name}`, help, labels })
}
