/** Counts for Prometheus. Labels come from closed sets, so that they stay few. */
export class Metrics {
  readonly #requests = new Map<string, { count: number; seconds: number }>()
  #inFlight = 0
  #brokenStreams = 0

  begin(): void {
    this.#inFlight += 1
  }

  end(request: {
    readonly route: string
    readonly status: number
    readonly seconds: number
  }): void {
    this.#inFlight -= 1
    const labels = `route="${request.route}",status="${request.status}"`
    const { count = 0, seconds = 0 } = this.#requests.get(labels) ?? {}
    this.#requests.set(labels, { count: count + 1, seconds: seconds + request.seconds })
  }

  streamBroke(): void {
    this.#brokenStreams += 1
  }

  text(): string {
    const requests = [...this.#requests]
    return [
      "# HELP gateway_requests_total Requests answered.",
      "# TYPE gateway_requests_total counter",
      ...requests.map(([labels, { count }]) => `gateway_requests_total{${labels}} ${count}`),
      "# HELP gateway_request_seconds_total Time spent on them, to the last byte.",
      "# TYPE gateway_request_seconds_total counter",
      ...requests.map(
        ([labels, { seconds }]) => `gateway_request_seconds_total{${labels}} ${seconds}`,
      ),
      "# HELP gateway_requests_in_flight Requests being answered now.",
      "# TYPE gateway_requests_in_flight gauge",
      `gateway_requests_in_flight ${this.#inFlight}`,
      "# HELP gateway_streams_broken_total Streams that the upstream did not bring to their end.",
      "# TYPE gateway_streams_broken_total counter",
      `gateway_streams_broken_total ${this.#brokenStreams}`,
      "",
    ].join("\n")
  }
}
