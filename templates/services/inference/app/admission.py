import asyncio
import time
from math import ceil

from .errors import ApiError
from .readiness import Readiness
from .telemetry.metrics import Metrics

SHARE_OF_THE_NEWEST = 0.2
LONGEST_ADVICE_SECONDS = 60


class Admission:
    """Lets a number of requests run, a number wait, and refuses the others."""

    def __init__(
        self, readiness: Readiness, metrics: Metrics, *, running: int, waiting: int, seconds: float
    ) -> None:
        self._readiness = readiness
        self._metrics = metrics
        self._slots = asyncio.Semaphore(running)
        self._most_running = running
        self._most_waiting = waiting
        self._seconds = seconds
        self._usual_seconds = 1.0
        self._waiting = 0

    async def acquire(self) -> float:
        """The start of the turn, for `release`."""
        free = self._readiness.ready and not self._slots.locked()
        if not free and self._waiting >= self._most_waiting:
            raise self._busy()
        self._wait(+1)
        start = time.perf_counter()
        try:
            await self._readiness.wait()
            await self._slot()
        finally:
            self._wait(-1)
        self._metrics.running.inc()
        turn = time.perf_counter()
        self._metrics.queue_seconds.observe(turn - start)
        return turn

    def release(self, turn: float) -> None:
        self._metrics.running.dec()
        self._slots.release()
        took = time.perf_counter() - turn
        self._usual_seconds += SHARE_OF_THE_NEWEST * (took - self._usual_seconds)

    async def _slot(self) -> None:
        limit = asyncio.timeout(self._seconds)
        try:
            async with limit:
                await self._slots.acquire()
        except TimeoutError as error:
            if limit.expired():
                raise self._busy() from error
            raise

    def _wait(self, change: int) -> None:
        self._waiting += change
        self._metrics.waiting.set(self._waiting)

    def _busy(self) -> ApiError:
        """Tells to come back when those that wait now will probably have had their turn."""
        turns = (self._waiting + 1) / self._most_running
        seconds = min(max(1, ceil(turns * self._usual_seconds)), LONGEST_ADVICE_SECONDS)
        return ApiError(
            429, "The service is busy. Try again later.", code="busy", retry_after=seconds
        )
