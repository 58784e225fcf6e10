import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Protocol

from ...readiness import Readiness
from ...telemetry.metrics import Metrics
from .child import Child

log = logging.getLogger("inference")
GRACE_SECONDS = 10
PORT_TAKEN = "address already in use"
LONGEST_PAUSE_SECONDS = 30
FORGIVEN_AFTER_SECONDS = 600
LOOK_EVERY_SECONDS = 5
MOST_MISSED_LOOKS = 6


class EngineEnded(Exception):
    """The child ended, or did not get ready. The text says how, with its last lines."""


class Health(Protocol):
    async def __call__(self) -> bool | None:
        """True and False as it says, None where it says nothing."""
        ...


class Supervisor:
    """Starts the child, notices when it ends or does not answer any more, and starts it again."""

    def __init__(
        self,
        *,
        launch: Callable[[], Awaitable[Child]],
        health: Health,
        readiness: Readiness,
        metrics: Metrics,
        on_restart: Callable[[], Awaitable[None]],
        start_seconds: float,
        most_restarts: int,
        look_every_seconds: float = LOOK_EVERY_SECONDS,
        pause_seconds: Callable[[int], float] = lambda n: min(2.0**n, LONGEST_PAUSE_SECONDS),
    ) -> None:
        self._launch = launch
        self._health = health
        self._readiness = readiness
        self._metrics = metrics
        self._on_restart = on_restart
        self._start_seconds = start_seconds
        self._most_restarts = most_restarts
        self._look_every = look_every_seconds
        self._pause_seconds = pause_seconds
        self._child: Child | None = None
        self._watching: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Raises EngineEnded where the first start fails."""
        try:
            await self._up()
        except EngineEnded as error:
            # Its port was free when it was chosen, and another process was faster.
            if PORT_TAKEN not in str(error).lower():
                raise
            await self._up()
        self._watching = asyncio.create_task(self._watch())

    async def stop(self) -> None:
        if self._watching is not None:
            self._watching.cancel()
            await asyncio.wait({self._watching})
        if self._child is not None:
            await self._child.stop(grace_seconds=GRACE_SECONDS)

    async def _up(self) -> None:
        child = self._child = await self._launch()
        try:
            async with asyncio.timeout(self._start_seconds):
                while await self._health() is not True:
                    await asyncio.wait({child.exited}, timeout=0.1)
                    if child.exited.done():
                        raise EngineEnded(_how(child))
        except TimeoutError as error:
            await child.stop(grace_seconds=GRACE_SECONDS)
            seconds = f"{self._start_seconds:.0f} seconds"
            raise EngineEnded(f"It was not ready after {seconds}. {_lines(child)}") from error

    async def _watch(self) -> None:
        restarts = 0
        while True:
            began = time.monotonic()
            await self._until_dead()
            if time.monotonic() - began > FORGIVEN_AFTER_SECONDS:
                restarts = 0
            restarts = await self._restart(restarts)

    async def _until_dead(self) -> None:
        child, missed = self._child, 0
        while True:
            await asyncio.wait({child.exited}, timeout=self._look_every)
            if child.exited.done():
                log.error("the engine ended", extra={"fields": {"how": _how(child)}})
                return
            well = await self._health()
            missed = missed + 1 if well is None else 0
            if well is False or missed >= MOST_MISSED_LOOKS:
                log.error("the engine does not answer any more")
                return

    async def _restart(self, restarts: int) -> int:
        """The number of restarts by now. Does not return where there were too many."""
        self._readiness.change("restarting", "The engine ended, and is being started again.")
        # Also where it has ended by itself: it may have left others behind.
        await self._child.stop(grace_seconds=GRACE_SECONDS)
        while True:
            if restarts >= self._most_restarts:
                error = EngineEnded(f"It ended too often. {_lines(self._child)}")
                self._readiness.fail(error, "The engine could not be started again.")
                await asyncio.Event().wait()
            await asyncio.sleep(self._pause_seconds(restarts))
            restarts += 1
            self._metrics.engine_restarts.inc()
            try:
                await self._up()
                await self._on_restart()
            except Exception:
                log.exception("the engine could not be started again")
                await self._child.stop(grace_seconds=GRACE_SECONDS)
                continue
            self._readiness.change("ready")
            return restarts


def _how(child: Child) -> str:
    code = child.exited.result()
    how = f"ended by signal {-code}" if code < 0 else f"ended with exit code {code}"
    return f"It {how}. {_lines(child)}"


def _lines(child: Child) -> str:
    return "Its last lines: " + " | ".join(child.last_lines)
