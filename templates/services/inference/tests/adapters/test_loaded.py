import asyncio
from collections.abc import Coroutine
from contextlib import AsyncExitStack
from typing import Any

import pytest

from app.adapters.check import UnusableAdapter
from app.adapters.loaded import LoadedAdapters
from app.adapters.places import Adapter
from app.errors import ApiError
from app.telemetry.metrics import Metrics

A, B, C = (Adapter(name, f"./{name}") for name in "abc")


class Shelf:
    """What was loaded and unloaded, in order."""

    def __init__(self, most: int) -> None:
        self.done: list[str] = []
        self.let_load = asyncio.Event()
        self.let_load.set()
        self.adapters = LoadedAdapters(
            most=most, load=self.load, unload=self.unload, metrics=Metrics()
        )

    async def load(self, adapter: Adapter) -> str:
        await self.let_load.wait()
        self.done.append(f"+{adapter.name}")
        return adapter.name

    async def unload(self, name: str) -> None:
        self.done.append(f"-{name}")

    async def touch(self, adapter: Adapter) -> None:
        async with self.adapters.use(adapter) as handle:
            assert handle == adapter.name


def run(test: Coroutine[Any, Any, None]) -> None:
    asyncio.run(asyncio.wait_for(test, 10))


def test_the_one_that_was_used_least_recently_makes_room() -> None:
    async def test() -> None:
        shelf = Shelf(2)
        for adapter in (A, B, A, C, A):
            await shelf.touch(adapter)
        assert shelf.done == ["+a", "+b", "-b", "+c"]

    run(test())


def test_one_that_is_used_never_makes_room_and_others_wait() -> None:
    async def test() -> None:
        shelf = Shelf(1)
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(shelf.adapters.use(A))
            waiting = asyncio.create_task(shelf.touch(B))
            for _ in range(5):
                await asyncio.sleep(0)
            assert shelf.done == ["+a"]
        await waiting
        assert shelf.done == ["+a", "-a", "+b"]

    run(test())


def test_one_that_is_asked_for_all_the_time_does_not_keep_another_out() -> None:
    async def test() -> None:
        shelf = Shelf(1)
        over = asyncio.Event()

        async def again_and_again() -> None:
            while not over.is_set():
                async with shelf.adapters.use(A):
                    await asyncio.sleep(0)

        busy = [asyncio.create_task(again_and_again()) for _ in range(3)]
        for _ in range(5):
            await asyncio.sleep(0)
        await shelf.touch(B)
        over.set()
        await asyncio.gather(*busy)
        assert "+b" in shelf.done

    run(test())


def test_many_that_want_more_than_there_is_room_for_all_have_their_turn() -> None:
    async def test() -> None:
        shelf = Shelf(1)

        async def client(offset: int) -> None:
            for turn in range(offset, offset + 30):
                async with shelf.adapters.use((A, B, C)[turn % 3]):
                    for _ in range(turn % 4):
                        await asyncio.sleep(0)

        await asyncio.gather(*(client(offset) for offset in range(6)))
        assert shelf.adapters._users == {}

    run(test())


def test_many_that_ask_at_once_load_it_once_also_when_the_first_leaves() -> None:
    async def test() -> None:
        shelf = Shelf(1)
        shelf.let_load.clear()
        first, *others = [asyncio.create_task(shelf.touch(A)) for _ in range(5)]
        await asyncio.sleep(0)
        first.cancel()
        await asyncio.wait({first})
        shelf.let_load.set()
        await asyncio.gather(*others)
        assert shelf.done == ["+a"]

    run(test())


def test_a_bad_one_is_refused_and_takes_no_place() -> None:
    async def test() -> None:
        shelf = Shelf(1)

        async def refuse(adapter: Adapter) -> str:
            raise UnusableAdapter("its rank is 128, and 64 is allowed")

        load, shelf.adapters._load = shelf.adapters._load, refuse
        with pytest.raises(ApiError, match='"a" cannot be used: its rank is 128') as refused:
            await shelf.touch(A)
        assert refused.value.status == 422
        shelf.adapters._load = load
        await shelf.touch(B)
        assert shelf.done == ["+b"]

    run(test())
