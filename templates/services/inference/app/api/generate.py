from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from ..engine.base import Piece
from ..service import Result, Service
from .answering import answer_stream, answer_whole
from .schemas import GenerateBody


def generate_routes(service: Service) -> APIRouter:
    router = APIRouter()
    named = {"model": service.engine.model}

    @router.post("/v1/generate")
    async def generate(body: GenerateBody, request: Request) -> Response:
        adapter = service.adapter_of(model=None, adapter=body.adapter)
        most = service.tokens_allowed(body.max_tokens)
        generation = body.generation(body.prompt, adapter=adapter, max_tokens=most)
        head = {**named, "adapter": adapter}

        def whole(result: Result) -> dict[str, Any]:
            end = {"finish_reason": result.finish_reason, "usage": result.usage.as_json()}
            return {"text": result.text, **head, **end}

        async def chunks(pieces: AsyncGenerator[Piece, None]) -> AsyncGenerator[Any, None]:
            text = ""
            async with aclosing(pieces):
                async for piece in pieces:
                    text += piece.text
                    yield {"text": piece.text, "finish_reason": piece.finish_reason}
            yield {"text": "", **head, "usage": service.usage(generation, text).as_json()}

        if body.stream:
            return await answer_stream(service, generation, chunks)
        return await answer_whole(request, service, generation, whole)

    return router
