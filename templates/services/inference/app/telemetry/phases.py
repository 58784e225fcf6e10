import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager

log = logging.getLogger("inference")


class Phases:
    """Where the time of a start goes. Each phase is one line of the log and one gauge."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def timed(self, name: str) -> Iterator[None]:
        start = time.perf_counter()
        yield
        self.record(name, time.perf_counter() - start)

    def record(self, name: str, seconds: float) -> None:
        self.seconds[name] = seconds
        log.info("phase", extra={"fields": {"phase": name, "seconds": round(seconds, 3)}})
