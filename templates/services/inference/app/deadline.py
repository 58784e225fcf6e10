import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from .errors import ApiError, late


class Deadline:
    """The end of the time that one request has, whichever task works for it."""

    def __init__(self, seconds: float) -> None:
        self._at = asyncio.get_running_loop().time() + seconds
        self._error = late
        self._current: asyncio.Timeout | None = None

    def shorten(self, seconds: float, error: ApiError) -> None:
        """Ends it this many seconds from now, if that is earlier, and then with this error."""
        at = asyncio.get_running_loop().time() + seconds
        if at >= self._at:
            return
        self._at, self._error = at, error
        if self._current is not None:
            self._current.reschedule(at)

    @asynccontextmanager
    async def watch(self) -> AsyncIterator[None]:
        """Ends what is done within it when the time is over."""
        timeout = asyncio.timeout_at(self._at)
        try:
            async with timeout:
                self._current = timeout
                yield
        except TimeoutError as error:
            if timeout.expired():
                raise self._error from error
            raise
        finally:
            self._current = None
