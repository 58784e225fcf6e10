import asyncio
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Generic, TypeVar

from ..errors import ApiError
from ..telemetry.metrics import Metrics
from .check import UnusableAdapter
from .places import Adapter

Handle = TypeVar("Handle")


class LoadedAdapters(Generic[Handle]):
    """
    The adapters that are loaded. The one that was used least recently makes room for another, but
    never one that is being used: a request that finds no room waits for one. While it waits, the
    others take no new requests, so that it does not wait forever.
    """

    def __init__(
        self,
        *,
        most: int,
        load: Callable[[Adapter], Awaitable[Handle]],
        unload: Callable[[Handle], Awaitable[None]],
        metrics: Metrics,
    ) -> None:
        self._most = most
        self._load = load
        self._unload = unload
        self._metrics = metrics
        self._handles: OrderedDict[Adapter, Handle] = OrderedDict()
        self._users: dict[Adapter, int] = {}
        self._changed = asyncio.Condition()
        self._one_at_a_time = asyncio.Lock()
        self._making_room = False
        self._loading: dict[Adapter, asyncio.Task[None]] = {}

    @asynccontextmanager
    async def use(self, adapter: Adapter | None) -> AsyncIterator[Handle | None]:
        """Without an adapter: nothing to load."""
        if adapter is None:
            yield None
            return
        async with self._changed:
            await self._changed.wait_for(
                lambda: not self._making_room or adapter not in self._handles
            )
        self._users[adapter] = self._users.get(adapter, 0) + 1
        try:
            yield await self._handle(adapter)
        finally:
            await asyncio.shield(self._leave(adapter))

    async def forget(self) -> None:
        """The engine was started anew, and has none of them."""
        async with self._changed:
            self._handles.clear()
            self._changed.notify_all()

    async def _handle(self, adapter: Adapter) -> Handle:
        while adapter not in self._handles:
            if adapter not in self._loading:
                task = self._loading[adapter] = asyncio.create_task(self._bring(adapter))
                # Nobody may be left to be told of a failure.
                task.add_done_callback(lambda done: done.cancelled() or done.exception())
            # Others may wait for it too: a client that leaves must not end the loading for them.
            await asyncio.shield(self._loading[adapter])
        self._handles.move_to_end(adapter)
        return self._handles[adapter]

    async def _bring(self, adapter: Adapter) -> None:
        """All that wait for it go on together, so that none of them keeps another from its turn."""
        try:
            async with self._one_at_a_time:
                await self._make_room()
                start = time.perf_counter()
                self._handles[adapter] = await self._load_counted(adapter)
                self._metrics.adapter_load_seconds.observe(time.perf_counter() - start)
                self._metrics.adapters_loaded.set(len(self._handles))
        finally:
            del self._loading[adapter]

    async def _load_counted(self, adapter: Adapter) -> Handle:
        loads = self._metrics.adapter_loads
        try:
            handle = await self._load(adapter)
        except UnusableAdapter as error:
            loads.labels("refused").inc()
            raise ApiError(
                422,
                f'The adapter "{adapter.name}" cannot be used: {error}.',
                code="adapter_unusable",
                param="adapter",
            ) from error
        except Exception:
            loads.labels("failed").inc()
            raise
        loads.labels("loaded").inc()
        return handle

    async def _make_room(self) -> None:
        while self._is_full():
            async with self._changed:
                self._making_room = True
                try:
                    await self._changed.wait_for(lambda: self._idle() or not self._is_full())
                finally:
                    self._making_room = False
                    self._changed.notify_all()
            idle = self._idle()
            if idle is not None and self._is_full():
                await self._unload(self._handles.pop(idle))
                self._metrics.adapters_loaded.set(len(self._handles))

    def _is_full(self) -> bool:
        return len(self._handles) >= self._most

    def _idle(self) -> Adapter | None:
        """The one of those that nobody uses that was used least recently."""
        return next((each for each in self._handles if each not in self._users), None)

    async def _leave(self, adapter: Adapter) -> None:
        self._users[adapter] -= 1
        if self._users[adapter] == 0:
            del self._users[adapter]
        async with self._changed:
            self._changed.notify_all()
