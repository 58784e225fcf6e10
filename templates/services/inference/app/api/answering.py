import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import suppress
from typing import Any

from fastapi import Request
from starlette.responses import JSONResponse, Response

from ..engine.base import Generation, Piece
from ..service import Result, Service
from .event_stream import EventStream

CLIENT_GONE = 499


async def answer_whole(
    request: Request, service: Service, generation: Generation, shape: Callable[[Result], Any]
) -> Response:
    """Generates to the end, or until the client leaves."""
    await service.admission.acquire()
    work = asyncio.create_task(service.whole(generation))
    gone = asyncio.create_task(_client_gone(request))
    try:
        await asyncio.wait({work, gone}, return_when=asyncio.FIRST_COMPLETED)
        return (
            JSONResponse(shape(work.result())) if work.done() else Response(status_code=CLIENT_GONE)
        )
    finally:
        for task in (work, gone):
            task.cancel()
            with suppress(asyncio.CancelledError, Exception):
                await task
        service.admission.release()


async def answer_stream(
    service: Service,
    generation: Generation,
    shape: Callable[[AsyncGenerator[Piece, None]], AsyncGenerator[Any, None]],
) -> Response:
    """Sends each piece as it comes."""
    await service.admission.acquire()
    return EventStream(shape(service.pieces(generation)), ended=service.admission.release)


async def _client_gone(request: Request) -> None:
    """The body was read before, so that nothing but the end of the connection can come."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
