"""The batch without a model: rows join, leave and run out of memory."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

import pytest

from app.engine.hf.batcher import STEPS_AHEAD, Batcher, OutOfMemory, Row
from app.errors import ApiError
from app.telemetry.metrics import Metrics

END = 0


class CountingRunner:
    """Each row counts down from the length of its prompt to END. Room is for so many tokens."""

    def __init__(self, room: int = 10**6) -> None:
        self.rows: list[Row] = []
        self.room = room
        self.sizes: list[int] = []
        self.broken = False

    def admit(self, rows: Sequence[Row]) -> list[int]:
        self._need([*self.rows, *rows])
        self.rows.extend(rows)
        return [self._next(row) for row in rows]

    def step(self) -> list[int]:
        if self.broken:
            raise RuntimeError("device-side assert")
        self._need(self.rows)
        self.sizes.append(len(self.rows))
        return [self._next(row) for row in self.rows]

    def keep(self, indices: Sequence[int]) -> None:
        self.rows = [self.rows[index] for index in indices]

    def reset(self) -> None:
        self.rows = []

    def _next(self, row: Row) -> int:
        return len(row.prompt) - len(row.said)

    def _need(self, rows: Sequence[Row]) -> None:
        if sum(len(row.context) for row in rows) > self.room:
            raise OutOfMemory


def row(start: int, **changes: Any) -> Row:
    return Row([1] * start, changes.pop("most_tokens", 100), frozenset({END}), **changes)


async def read(row: Row) -> list[int | str]:
    """Its tokens, and how it ended."""
    said: list[int | str] = []
    while True:
        step = await row.steps.get()
        if isinstance(step, Exception):
            raise step
        if step.token is not None:
            said.append(step.token)
        if step.finish_reason is not None:
            return [*said, step.finish_reason]


def run(test: Callable[[Batcher, CountingRunner], Coroutine[Any, Any, None]], **given: Any) -> None:
    async def whole() -> None:
        runner = CountingRunner(given.get("room", 10**6))
        failures: list[Exception] = given.get("failures", [])
        most = given.get("most_rows", 4)
        batcher = Batcher(runner, Metrics(), most_rows=most, on_failure=failures.append)
        await test(batcher, runner)
        await batcher.stop()

    asyncio.run(asyncio.wait_for(whole(), 10))


def test_one_alone_begins_at_once_and_ends_at_its_end_or_its_limit() -> None:
    async def test(batcher: Batcher, _: CountingRunner) -> None:
        first, second = row(3), row(3, most_tokens=2)
        for each in (first, second):
            batcher.submit(each)
        assert await read(first) == [3, 2, 1, "stop"]
        assert await read(second) == [3, 2, "length"]

    run(test)


def test_no_more_run_at_a_time_than_may_and_the_next_joins_when_one_leaves() -> None:
    async def test(batcher: Batcher, runner: CountingRunner) -> None:
        rows = [row(start) for start in (3, 9, 2, 5, 7)]
        for each in rows:
            batcher.submit(each)
        ends = await asyncio.gather(*(read(each) for each in rows))
        assert [end[0] for end in ends] == [3, 9, 2, 5, 7]
        assert all(end[-1] == "stop" for end in ends)
        assert max(runner.sizes) == 2
        # The short ones did not wait for the long one.
        assert runner.sizes.count(2) > 9

    run(test, most_rows=2)


def test_a_cancelled_row_leaves_and_the_others_stay() -> None:
    async def test(batcher: Batcher, runner: CountingRunner) -> None:
        endless, other = row(10**6, most_tokens=10**6), row(5)
        batcher.submit(endless)
        await endless.steps.get()
        batcher.submit(other)
        endless.cancelled = True
        assert await read(other) == [5, 4, 3, 2, 1, "stop"]
        assert await batcher.call(lambda: list(runner.rows)) == []

    run(test)


def test_the_model_does_not_run_far_ahead_of_those_who_read() -> None:
    async def test(batcher: Batcher, runner: CountingRunner) -> None:
        long = row(300, most_tokens=300)
        batcher.submit(long)
        for read_so_far in range(1, 300):
            await long.steps.get()
            delivered = read_so_far + long.steps.qsize()
            assert len(runner.sizes) <= delivered + STEPS_AHEAD + 1

    run(test)


def test_one_that_is_too_large_alone_is_refused_with_what_to_change() -> None:
    async def test(batcher: Batcher, _: CountingRunner) -> None:
        large, small = row(50), row(3)
        batcher.submit(large)
        with pytest.raises(ApiError, match="MAX_CONCURRENCY") as refused:
            await read(large)
        assert (refused.value.status, refused.value.code) == (503, "out_of_memory")
        batcher.submit(small)
        assert await read(small) == [3, 2, 1, "stop"]

    run(test, room=20)


def test_several_that_are_too_large_together_run_after_each_other() -> None:
    async def test(batcher: Batcher, runner: CountingRunner) -> None:
        rows = [row(4) for _ in range(9)]
        for each in rows:
            batcher.submit(each)
        ends = await asyncio.gather(*(read(each) for each in rows))
        assert ends == [[4, 3, 2, 1, "stop"]] * 9
        assert max(runner.sizes) > 1

    run(test, room=17)


def test_where_memory_ends_in_the_middle_the_newest_waits_and_goes_on_where_it_was() -> None:
    async def test(batcher: Batcher, runner: CountingRunner) -> None:
        rows = [row(4), row(6)]
        for each in rows:
            batcher.submit(each)
        ends = await asyncio.gather(*(read(each) for each in rows))
        assert ends == [[4, 3, 2, 1, "stop"], [6, 5, 4, 3, 2, 1, "stop"]]
        assert {1, 2} == set(runner.sizes)

    run(test, room=13)


def test_one_whose_memory_ends_in_the_middle_alone_is_refused() -> None:
    async def test(batcher: Batcher, _: CountingRunner) -> None:
        alone = row(6)
        batcher.submit(alone)
        with pytest.raises(ApiError, match="memory"):
            await read(alone)

    run(test, room=9)


def test_a_failure_is_told_to_all_and_does_not_stay() -> None:
    failures: list[Exception] = []

    async def test(batcher: Batcher, runner: CountingRunner) -> None:
        rows = [row(10**5, most_tokens=10**5), row(10**5, most_tokens=10**5)]
        for each in rows:
            batcher.submit(each)
        await asyncio.gather(*(each.steps.get() for each in rows))
        runner.broken = True
        for each in rows:
            with pytest.raises(ApiError, match="log says more"):
                await read(each)
        assert "device-side" in str(failures[0])
        runner.broken = False
        again = row(2)
        batcher.submit(again)
        assert await read(again) == [2, 1, "stop"]

    run(test, failures=failures)


def test_other_work_is_done_between_two_steps_and_its_failure_is_the_callers() -> None:
    async def test(batcher: Batcher, _: CountingRunner) -> None:
        assert await batcher.call(lambda: 7) == 7
        with pytest.raises(ZeroDivisionError):
            await batcher.call(lambda: 1 // 0)

        def full() -> None:
            raise OutOfMemory

        with pytest.raises(ApiError, match="memory"):
            await batcher.call(full)

    run(test)
