import asyncio
from collections.abc import AsyncGenerator, Coroutine
from contextlib import aclosing
from typing import Any, Protocol, TypeVar

from fastapi import Request
from starlette.responses import JSONResponse, Response

from ..engine.base import Generation, Piece, Usage
from ..errors import ApiError
from ..service import Result, Service
from .event_stream import EventStream, client_gone

Answer = TypeVar("Answer")
CLIENT_GONE = 499
TIMEOUT_HEADER = "x-request-timeout-ms"


class Form(Protocol):
    """How a text looks in the answers of one route."""

    def whole(self, result: Result) -> Any: ...

    def first(self) -> Any | None:
        """What a stream begins with, before any text."""
        ...

    def part(self, piece: Piece) -> Any: ...

    def last(self, usage: Usage) -> Any | None: ...


class ClientGone(Exception):
    """Nobody is there to be answered."""


def asked_seconds(request: Request) -> float | None:
    """The time that the caller allows, in the header `x-request-timeout-ms`."""
    text = request.headers.get(TIMEOUT_HEADER)
    if text is None:
        return None
    if text.isascii() and text.isdigit() and int(text[:12]) > 0:
        return int(text[:12]) / 1000
    message = f"{TIMEOUT_HEADER} has to be a whole number of milliseconds."
    raise ApiError(400, message, code="invalid_request", param=TIMEOUT_HEADER)


async def answer(
    request: Request,
    service: Service,
    *,
    generation: Generation,
    stream: bool,
    form: Form,
) -> Response:
    """Generates to the end, or until the client leaves or the time is over."""
    deadline = service.deadline(asked_seconds(request))
    if stream:
        return await _stream(request, service.pieces(generation, deadline), form)
    work = service.whole(generation, deadline)
    return await answer_value(request, work, form.whole)


async def answer_value(request: Request, work: Coroutine[Any, Any, Any], shape: Any) -> Response:
    try:
        return JSONResponse(shape(await _unless_gone(request, work)))
    except ClientGone:
        return Response(status_code=CLIENT_GONE)


async def _stream(request: Request, pieces: AsyncGenerator[Piece, None], form: Form) -> Response:
    try:
        # What cannot be generated is known by now, and is answered with its own status.
        first = await _unless_gone(request, anext(pieces))
    except ClientGone:
        await pieces.aclose()
        return Response(status_code=CLIENT_GONE)
    return EventStream(_values(first, pieces, form), source=pieces)


async def _values(
    piece: Piece, pieces: AsyncGenerator[Piece, None], form: Form
) -> AsyncGenerator[Any, None]:
    async with aclosing(pieces):
        beginning = form.first()
        if beginning is not None:
            yield beginning
        yield form.part(piece)
        async for piece in pieces:
            yield form.part(piece)
    end = form.last(piece.usage)
    if end is not None:
        yield end


async def _unless_gone(request: Request, work: Coroutine[Any, Any, Answer]) -> Answer:
    """The body was read before, so that nothing but the end of the connection can come."""
    working = asyncio.ensure_future(work)
    gone = asyncio.create_task(client_gone(request.receive))
    try:
        await asyncio.wait({working, gone}, return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            return working.result()
        raise ClientGone
    finally:
        gone.cancel()
        working.cancel()
        await asyncio.wait({working, gone})
