import asyncio
import logging
import time
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass
from typing import TypeVar

from .adapters.places import Adapter, AdapterPlaces
from .admission import Admission
from .deadline import Deadline
from .engine.base import Engine, FinishReason, Generation, Piece, Usage
from .errors import ApiError
from .readiness import Readiness
from .settings import Settings
from .telemetry.metrics import Metrics
from .telemetry.phases import Phases

log = logging.getLogger("inference")
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Result:
    text: str
    finish_reason: FinishReason
    usage: Usage


class Service:
    """What the routes have in common, whatever the form of their requests and answers."""

    def __init__(self, settings: Settings, engine: Engine, metrics: Metrics) -> None:
        self.settings = settings
        self.engine = engine
        self.metrics = metrics
        self.readiness = Readiness()
        self.phases = Phases()
        self.adapters = AdapterPlaces(settings.aidep_model_adapters, root=settings.adapters_dir)
        self.admission = Admission(
            self.readiness,
            metrics,
            running=settings.max_concurrency,
            waiting=settings.max_queue,
            seconds=settings.max_queue_seconds,
        )
        self._deadlines: set[Deadline] = set()
        self._starting: asyncio.Task[None] | None = None

    def begin(self, on_failure: Callable[[Exception], None]) -> None:
        """Loads the engine while the port is open already. Requests wait until it is there."""
        self.readiness.on_failure = on_failure
        self._starting = asyncio.create_task(self._start())

    async def end(self) -> None:
        if self._starting is not None:
            self._starting.cancel()
            await asyncio.wait({self._starting})
        await self.engine.stop()

    def drain(self) -> None:
        """Takes no more from those who ask whether it is ready, and lets what runs end."""
        self.readiness.change("stopping", "The service is being stopped.")
        stopped = ApiError(
            503, "The service was stopped before the end.", code="stopping", retry_after=1
        )
        for deadline in self._deadlines:
            deadline.shorten(self.settings.drain_seconds, stopped)

    async def _start(self) -> None:
        start = time.perf_counter()
        try:
            await self.engine.start(self.phases, self.readiness)
        except Exception as error:
            self.readiness.fail(error, "The model could not be loaded.")
            return
        self.phases.record("start", time.perf_counter() - start)
        self.readiness.change("ready")
        log.info("ready", extra={"fields": {"engine": self.engine.name}})

    def adapter_of(self, *, model: str | None, adapter: str | None) -> Adapter | None:
        """An adapter is asked for by its own field, or by its name as the model's."""
        if adapter is not None:
            found = self.adapters.find(adapter)
            if found is not None:
                return found
            message = f'There is no adapter "{adapter}".'
            raise ApiError(404, message, code="adapter_not_found", param="adapter")
        if model in (None, self.engine.model, self.settings.aidep_model_id):
            return None
        found = self.adapters.find(model)
        if found is not None:
            return found
        message = f'There is no model "{model}".'
        raise ApiError(404, message, code="model_not_found", param="model")

    def tokens_allowed(self, asked: int | None) -> int | None:
        most = self.settings.max_tokens
        if asked is None or asked <= most:
            return asked
        message = f"At most {most} tokens are allowed."
        raise ApiError(400, message, code="too_many_tokens", param="max_tokens")

    def deadline(self, asked_seconds: float | None) -> Deadline:
        most = self.settings.max_request_seconds
        return Deadline(most if asked_seconds is None else min(asked_seconds, most))

    async def do(self, work: Callable[[], Awaitable[Answer]], deadline: Deadline) -> Answer:
        """One piece of work in its turn, for what is not generated bit by bit."""
        async with self._turn(deadline), deadline.watch():
            return await work()

    async def whole(self, generation: Generation, deadline: Deadline) -> Result:
        """The whole text at once."""
        text, last = "", Piece("", Usage())
        async with aclosing(self.pieces(generation, deadline)) as pieces:
            async for last in pieces:
                text += last.text
        return Result(text, last.finish_reason or "stop", last.usage)

    async def pieces(
        self, generation: Generation, deadline: Deadline
    ) -> AsyncGenerator[Piece, None]:
        try:
            async with aclosing(self._pieces(generation, deadline)) as pieces:
                async for piece in pieces:
                    yield piece
        except (GeneratorExit, asyncio.CancelledError):
            self.metrics.cancelled.inc()
            raise

    async def _pieces(
        self, generation: Generation, deadline: Deadline
    ) -> AsyncGenerator[Piece, None]:
        async with self._turn(deadline):
            start = time.perf_counter()
            first, usage, text = 0.0, Usage(), ""
            try:
                async with aclosing(self.engine.generate(generation)) as pieces:
                    while True:
                        async with deadline.watch():
                            piece = await anext(pieces, None)
                        if piece is None:
                            break
                        first = first or time.perf_counter() - start
                        usage = piece.usage
                        text += piece.text if self.settings.log_prompts else ""
                        yield piece
            finally:
                self._count(usage, first, time.perf_counter() - start)
                if self.settings.log_prompts:
                    said = {"prompt": str(generation.prompt), "text": text}
                    log.info("generation", extra={"fields": said})

    @asynccontextmanager
    async def _turn(self, deadline: Deadline) -> AsyncIterator[None]:
        self._deadlines.add(deadline)
        try:
            async with deadline.watch():
                turn = await self.admission.acquire()
            try:
                yield
            finally:
                self.admission.release(turn)
        finally:
            self._deadlines.discard(deadline)

    def _count(self, usage: Usage, first_seconds: float, seconds: float) -> None:
        metrics = self.metrics
        metrics.tokens.labels("prompt").inc(usage.prompt_tokens)
        metrics.tokens.labels("completion").inc(usage.completion_tokens)
        if usage.completion_tokens > 0:
            metrics.first_token_seconds.observe(first_seconds)
            metrics.tokens_per_second.observe(usage.completion_tokens / max(seconds, 1e-6))
