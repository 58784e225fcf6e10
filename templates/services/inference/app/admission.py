import asyncio


class Busy(Exception):
    """More requests wait than may, or this one waited for too long."""


class Admission:
    """Lets a number of requests run, a number wait, and refuses the others."""

    def __init__(self, *, running: int, waiting: int, seconds: float) -> None:
        self._slots = asyncio.Semaphore(running)
        self._most_waiting = waiting
        self._seconds = seconds
        self.running = 0
        self.waiting = 0

    async def acquire(self) -> None:
        if self._slots.locked() and self.waiting >= self._most_waiting:
            raise Busy
        self.waiting += 1
        try:
            async with asyncio.timeout(self._seconds):
                await self._slots.acquire()
        except TimeoutError as error:
            raise Busy from error
        finally:
            self.waiting -= 1
        self.running += 1

    def release(self) -> None:
        self.running -= 1
        self._slots.release()
