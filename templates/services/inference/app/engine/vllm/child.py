import asyncio
import ctypes
import logging
import os
import signal
import sys
from collections import deque
from collections.abc import Mapping, Sequence
from contextlib import suppress

log = logging.getLogger("inference")
KEPT_LINES = 20
LONGEST_LINE = 2**20
DIES_WITH_PARENT = 1
"""PR_SET_PDEATHSIG of prctl(2)."""


class Child:
    """A process with everything that it starts itself. Its lines go to the log."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.last_lines: deque[str] = deque(maxlen=KEPT_LINES)
        self._reading = asyncio.create_task(self._read())
        self.exited = asyncio.create_task(self._exit())

    @classmethod
    async def start(cls, arguments: Sequence[str], variables: Mapping[str, str]) -> "Child":
        process = await asyncio.create_subprocess_exec(
            *arguments,
            env=variables,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            limit=LONGEST_LINE,
            # A group of its own, so that all of it can be ended.
            start_new_session=True,
            preexec_fn=_die_with_parent if sys.platform == "linux" else None,
        )
        return cls(process)

    async def stop(self, *, grace_seconds: float) -> None:
        self._signal(signal.SIGTERM)
        await asyncio.wait({self.exited}, timeout=grace_seconds)
        # Also where the first process has ended: it may have left others behind.
        self._signal(signal.SIGKILL)
        await self.exited

    def _signal(self, number: signal.Signals) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, number)

    async def _exit(self) -> int:
        code = await self._process.wait()
        await asyncio.wait({self._reading}, timeout=1)
        self._reading.cancel()
        return code

    async def _read(self) -> None:
        while True:
            try:
                line = await self._process.stdout.readline()
            except ValueError:
                # Longer than any line that is worth keeping.
                continue
            if not line:
                return
            text = line.decode("utf-8", "replace").rstrip()
            self.last_lines.append(text)
            log.info(text, extra={"fields": {"from": "engine"}})


def _die_with_parent() -> None:
    """However this process ends, the GPU is free again."""
    ctypes.CDLL(None).prctl(DIES_WITH_PARENT, signal.SIGKILL)
