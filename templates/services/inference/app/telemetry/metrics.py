from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120)
SIZES = (1, 2, 4, 8, 16, 32, 64)
RATES = (1, 2, 5, 10, 20, 50, 100, 200, 500)


class Metrics:
    """What is counted, for Prometheus. Labels come from closed sets, so that they stay few."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        mine = {"registry": self._registry}
        self.requests = Counter(
            "inference_requests_total", "Requests answered.", ["route", "status"], **mine
        )
        self.cancelled = Counter(
            "inference_cancelled_total", "Requests whose client left before the end.", **mine
        )
        self.tokens = Counter(
            "inference_tokens_total", "Tokens read and generated.", ["kind"], **mine
        )
        self.running = Gauge("inference_requests_running", "Requests being worked on.", **mine)
        self.waiting = Gauge(
            "inference_requests_waiting", "Requests waiting for their turn.", **mine
        )
        self.queue_seconds = Histogram(
            "inference_queue_seconds", "Time until a request's turn.", buckets=SECONDS, **mine
        )
        self.first_token_seconds = Histogram(
            "inference_first_token_seconds",
            "Time from a request's turn to its first token.",
            buckets=SECONDS,
            **mine,
        )
        self.tokens_per_second = Histogram(
            "inference_tokens_per_second", "Of one request.", buckets=RATES, **mine
        )
        self.batch_size = Histogram(
            "inference_batch_size", "Requests in one step of the model.", buckets=SIZES, **mine
        )
        self.adapter_loads = Counter(
            "inference_adapter_loads_total", "Adapters asked for first.", ["result"], **mine
        )
        self.adapter_load_seconds = Histogram(
            "inference_adapter_load_seconds", "Time to load an adapter.", buckets=SECONDS, **mine
        )
        self.adapters_loaded = Gauge("inference_adapters_loaded", "Adapters in memory.", **mine)
        self.out_of_memory = Counter(
            "inference_out_of_memory_total", "Times that the GPU's memory was full.", **mine
        )
        self.engine_restarts = Counter(
            "inference_engine_restarts_total", "Times that the engine was started again.", **mine
        )
        self.ready = Gauge("inference_ready", "1 while requests can be served.", **mine)
        self.phases = Gauge(
            "inference_start_phase_seconds", "Duration of a phase of the start.", ["phase"], **mine
        )

    def text(self) -> str:
        return generate_latest(self._registry).decode()
