from collections import Counter

from .admission import Admission


class Metrics:
    """Counts for Prometheus. Labels come from closed sets, so that they stay few."""

    def __init__(self) -> None:
        self.requests: Counter[tuple[str, int]] = Counter()
        self.tokens: Counter[str] = Counter()

    def text(self, admission: Admission) -> str:
        lines = [
            "# HELP inference_requests_total Requests answered.",
            "# TYPE inference_requests_total counter",
            *(
                f'inference_requests_total{{route="{route}",status="{status}"}} {count}'
                for (route, status), count in self.requests.items()
            ),
            "# HELP inference_tokens_total Tokens read and generated.",
            "# TYPE inference_tokens_total counter",
            *(
                f'inference_tokens_total{{kind="{kind}"}} {count}'
                for kind, count in self.tokens.items()
            ),
            "# HELP inference_requests_running Requests being generated.",
            "# TYPE inference_requests_running gauge",
            f"inference_requests_running {admission.running}",
            "# HELP inference_requests_waiting Requests waiting for their turn.",
            "# TYPE inference_requests_waiting gauge",
            f"inference_requests_waiting {admission.waiting}",
        ]
        return "\n".join(lines) + "\n"
