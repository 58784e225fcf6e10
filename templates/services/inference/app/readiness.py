import asyncio
from collections.abc import Callable
from typing import Literal

from .errors import ApiError

State = Literal["starting", "ready", "restarting", "asleep", "stopping", "failed"]


class Readiness:
    """Whether requests can be served, and why not. One for the service; engines may change it."""

    def __init__(self) -> None:
        self.state: State = "starting"
        self.reason = "The model is being loaded."
        self.on_failure: Callable[[Exception], None] | None = None
        self._settled = asyncio.Event()

    def change(self, state: State, reason: str = "") -> None:
        # Being asked to stop, and having failed, are final.
        if self.state in ("stopping", "failed"):
            return
        self.state = state
        self.reason = reason
        self._settled.set()

    def fail(self, error: Exception, reason: str) -> None:
        """Nothing in this process can make it ready any more."""
        self.change("failed", reason)
        if self.on_failure is not None:
            self.on_failure(error)

    @property
    def ready(self) -> bool:
        return self.state == "ready"

    async def wait(self) -> None:
        """Requests that come while the model is loaded for the first time wait; others are told."""
        await self._settled.wait()
        # What is asked to stop serves what it has taken.
        if self.state not in ("ready", "stopping"):
            raise ApiError(503, self.reason, code=f"engine_{self.state}", retry_after=5)
