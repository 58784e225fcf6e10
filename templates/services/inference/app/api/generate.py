from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from ..engine.base import Piece, Usage
from ..service import Result, Service
from .answering import answer
from .described import TEXT
from .openai import usage_json
from .schemas import GenerateBody


class Plain:
    """A text with what belongs to it, and no more."""

    def __init__(self, model: str, adapter: str | None) -> None:
        self._head = {"model": model, "adapter": adapter}

    def whole(self, result: Result) -> dict[str, Any]:
        end = {"finish_reason": result.finish_reason, "usage": usage_json(result.usage)}
        return {"text": result.text, **self._head, **end}

    def first(self) -> None:
        """A stream begins with its first piece."""

    def part(self, piece: Piece) -> dict[str, Any]:
        return {"text": piece.text, "finish_reason": piece.finish_reason}

    def last(self, usage: Usage) -> dict[str, Any]:
        return {"text": "", **self._head, "usage": usage_json(usage)}


def generate_routes(service: Service) -> APIRouter:
    router = APIRouter()

    @router.post("/v1/generate", responses=TEXT)
    async def generate(body: GenerateBody, request: Request) -> Response:
        adapter = service.adapter_of(model=None, adapter=body.adapter)
        most = service.tokens_allowed(body.max_tokens)
        form = Plain(service.engine.model, body.adapter)
        generation = body.generation(body.prompt, adapter, most)
        return await answer(request, service, generation=generation, stream=body.stream, form=form)

    return router
