"""
Generates several texts at once. A request joins at the next step of the others and leaves when it
is done: none waits for a batch to fill, or for the longest of its batch to end.
"""

import asyncio
import logging
import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from ...errors import failed, out_of_memory
from ...telemetry.metrics import Metrics
from ..base import FinishReason

log = logging.getLogger("inference")
STEPS_AHEAD = 8
"""Steps that may wait for the event loop before the model waits for it."""
Answer = TypeVar("Answer")


class OutOfMemory(Exception):
    """The GPU has no room for what was tried. What was there before is still whole."""


@dataclass(frozen=True, slots=True)
class Step:
    """`token` is None where the text ended before it."""

    token: int | None
    finish_reason: FinishReason | None


@dataclass(eq=False, slots=True)
class Row:
    """One text of the batch."""

    prompt: Sequence[int]
    most_tokens: int
    ends: frozenset[int]
    adapter: str | None = None
    temperature: float = 0
    top_p: float = 1
    seed: int | None = None
    steps: asyncio.Queue[Step | Exception] = field(default_factory=asyncio.Queue)
    said: list[int] = field(default_factory=list)
    cancelled: bool = False
    randomness: Any = None
    """The runner's, made at the first token that is drawn."""

    @property
    def context(self) -> list[int]:
        """What the model has to have read to go on."""
        return [*self.prompt, *self.said]


class Runner(Protocol):
    """The model. It holds the batch in the order in which rows came. One thread calls it."""

    def admit(self, rows: Sequence[Row]) -> list[int]:
        """Adds rows, and answers with the first token of each of them."""
        ...

    def step(self) -> list[int]:
        """The next token of every row."""
        ...

    def keep(self, indices: Sequence[int]) -> None:
        """Drops all other rows."""
        ...

    def reset(self) -> None:
        """Drops all rows, and gives memory back."""
        ...


class Batcher:
    def __init__(
        self,
        runner: Runner,
        metrics: Metrics,
        *,
        most_rows: int,
        on_failure: Callable[[Exception], None],
    ) -> None:
        self._runner = runner
        self._metrics = metrics
        self._most_rows = most_rows
        self._on_failure = on_failure
        self._loop = asyncio.get_running_loop()
        self._changed = threading.Condition()
        self._waiting: deque[Row] = deque()
        self._jobs: deque[Callable[[], None]] = deque()
        self._rows: list[Row] = []
        self._full = False
        self._stopping = False
        self._ahead = threading.BoundedSemaphore(STEPS_AHEAD)
        self._thread = threading.Thread(target=self._run, name="model", daemon=True)
        self._thread.start()

    def submit(self, row: Row) -> None:
        with self._changed:
            self._waiting.append(row)
            self._changed.notify()

    async def call(self, work: Callable[[], Answer]) -> Answer:
        """Does other work with the model, between two steps."""
        answer: asyncio.Future[Answer] = self._loop.create_future()

        def job() -> None:
            try:
                self._later(_resolve, answer, work(), None)
            except OutOfMemory:
                self._metrics.out_of_memory.inc()
                self._later(_resolve, answer, None, out_of_memory())
            except Exception as error:
                self._later(_resolve, answer, None, error)

        with self._changed:
            self._jobs.append(job)
            self._changed.notify()
        return await answer

    async def stop(self) -> None:
        with self._changed:
            self._stopping = True
            self._changed.notify()
        await asyncio.to_thread(self._thread.join)

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(
                    lambda: self._stopping or self._jobs or self._waiting or self._rows
                )
                if self._stopping:
                    return
                jobs = [self._jobs.popleft() for _ in range(len(self._jobs))]
            for job in jobs:
                job()
            steps: list[tuple[Row, Step | Exception]] = []
            try:
                self._drop_cancelled()
                self._admit(steps)
                self._step(steps)
            except Exception as error:
                self._fail_all(error, steps)
            self._ahead.acquire()
            self._later(self._deliver, steps)

    def _deliver(self, steps: Sequence[tuple[Row, Step | Exception]]) -> None:
        self._ahead.release()
        for row, step in steps:
            row.steps.put_nowait(step)

    def _drop_cancelled(self) -> None:
        if any(row.cancelled for row in self._rows):
            self._keep([row for row in self._rows if not row.cancelled])

    def _admit(self, steps: list[tuple[Row, Step | Exception]]) -> None:
        rows = self._newcomers()
        while rows:
            try:
                tokens = self._runner.admit(rows)
            except OutOfMemory:
                rows = self._fewer(rows, steps)
                continue
            self._rows.extend(rows)
            self._advance(rows, tokens, steps)
            return

    def _newcomers(self) -> list[Row]:
        with self._changed:
            waiting = [row for row in self._waiting if not row.cancelled]
            free = 0 if self._full else self._most_rows - len(self._rows)
            self._waiting = deque(waiting[free:])
            return waiting[:free]

    def _fewer(self, rows: list[Row], steps: list[tuple[Row, Step | Exception]]) -> list[Row]:
        """Half of them at a time; one alone waits for room, or is refused where all is free."""
        self._metrics.out_of_memory.inc()
        if len(rows) == 1 and not self._rows:
            steps.append((rows[0], out_of_memory()))
            return []
        kept = len(rows) // 2
        self._full = kept == 0
        with self._changed:
            self._waiting.extendleft(reversed(rows[kept:]))
        return rows[:kept]

    def _step(self, steps: list[tuple[Row, Step | Exception]]) -> None:
        if not self._rows:
            return
        self._metrics.batch_size.observe(len(self._rows))
        try:
            tokens = self._runner.step()
        except OutOfMemory:
            self._metrics.out_of_memory.inc()
            *others, newest = self._rows
            self._keep(others)
            if others:
                # It goes on where it was, once one of the others has left.
                self._full = True
                with self._changed:
                    self._waiting.appendleft(newest)
            else:
                steps.append((newest, out_of_memory()))
            return
        self._advance(list(self._rows), tokens, steps)

    def _advance(
        self,
        rows: Sequence[Row],
        tokens: Sequence[int],
        steps: list[tuple[Row, Step | Exception]],
    ) -> None:
        done = set()
        for row, token in zip(rows, tokens, strict=True):
            step = _step_of(row, token)
            steps.append((row, step))
            if step.finish_reason is not None:
                done.add(row)
        if done:
            self._keep([row for row in self._rows if row not in done])

    def _keep(self, rows: list[Row]) -> None:
        wanted = set(rows)
        self._runner.keep([index for index, row in enumerate(self._rows) if row in wanted])
        self._rows = rows
        self._full = False

    def _fail_all(self, error: Exception, steps: list[tuple[Row, Step | Exception]]) -> None:
        log.error("a step of the model failed", exc_info=error)
        with self._changed:
            rows = [*self._rows, *self._waiting]
            self._waiting.clear()
        told = {row for row, step in steps if isinstance(step, Exception)}
        steps.extend((row, failed) for row in rows if row not in told)
        self._rows = []
        self._full = False
        self._runner.reset()
        self._later(self._on_failure, error)

    def _later(self, work: Callable[..., None], *args: Any) -> None:
        self._loop.call_soon_threadsafe(work, *args)


def _step_of(row: Row, token: int) -> Step:
    if token in row.ends:
        return Step(None, "stop")
    row.said.append(token)
    return Step(token, "length" if len(row.said) >= row.most_tokens else None)


def _resolve(answer: asyncio.Future[Any], value: Any, error: Exception | None) -> None:
    if answer.done():
        return
    if error is None:
        answer.set_result(value)
    else:
        answer.set_exception(error)
