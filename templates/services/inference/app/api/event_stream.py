import asyncio
import json
import logging
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from ..errors import ApiError, failed

log = logging.getLogger("inference")


class EventStream(Response):
    """
    Server-sent events with one JSON value each, and `[DONE]` where the end is reached: a stream
    that breaks ends in an error instead. A client that leaves ends it at once, also where nothing
    is to be sent at the moment.
    """

    media_type = "text/event-stream"

    def __init__(
        self, values: AsyncGenerator[Any, None], *, source: AsyncGenerator[Any, None]
    ) -> None:
        """`source` is what the values are made from: it is closed even if none was ever sent."""
        super().__init__(headers={"cache-control": "no-cache", "x-accel-buffering": "no"})
        del self.headers["content-length"]
        self._values = values
        self._source = source

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async with aclosing(self._source), aclosing(self._values):
            sending = asyncio.create_task(self._send_all(send))
            gone = asyncio.create_task(client_gone(receive))
            try:
                await asyncio.wait({sending, gone}, return_when=asyncio.FIRST_COMPLETED)
            finally:
                gone.cancel()
                sending.cancel()
                await asyncio.wait({sending, gone})
        if not sending.cancelled():
            sending.result()

    async def _send_all(self, send: Send) -> None:
        head = {"type": "http.response.start", "status": 200, "headers": self.raw_headers}
        await send(head)
        async for line in _lines(self._values):
            await send({"type": "http.response.body", "body": line, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})


async def client_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _lines(values: AsyncGenerator[Any, None]) -> AsyncGenerator[bytes, None]:
    try:
        async for value in values:
            yield _event(value)
    except ApiError as error:
        log.warning("a stream ended early", extra={"fields": {"code": error.code}})
        yield b"event: error\n" + _event(error.body)
    except Exception:
        log.exception("a stream broke")
        yield b"event: error\n" + _event(failed.body)
    else:
        yield b"data: [DONE]\n\n"


def _event(value: Any) -> bytes:
    return b"data: " + json.dumps(value, ensure_ascii=False).encode() + b"\n\n"
