import json
import logging
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from typing import Any

from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from ..errors import failed

log = logging.getLogger("inference")


class EventStream(StreamingResponse):
    """
    Server-sent events with one JSON value each, and `[DONE]` where the end is reached: a stream
    that breaks ends in an error instead. `ended` is called in any case, also for a client that left.
    """

    def __init__(self, values: AsyncGenerator[Any, None], *, ended: Callable[[], None]) -> None:
        self._values = values
        self._ended = ended
        headers = {"cache-control": "no-cache", "x-accel-buffering": "no"}
        super().__init__(_lines(values), media_type="text/event-stream", headers=headers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            async with aclosing(self._values):
                await super().__call__(scope, receive, send)
        finally:
            self._ended()


async def _lines(values: AsyncGenerator[Any, None]) -> AsyncGenerator[str, None]:
    try:
        async for value in values:
            yield _event(value)
    except Exception:
        log.exception("a stream broke")
        yield "event: error\n" + _event(failed.body)
    else:
        yield "data: [DONE]\n\n"


def _event(value: Any) -> str:
    return f"data: {json.dumps(value, ensure_ascii=False)}\n\n"
