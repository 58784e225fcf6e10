"""The routes of OpenAI's API that text models have."""

import time
import uuid
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from ..engine.base import Piece
from ..service import Result, Service
from .answering import answer_stream, answer_whole
from .schemas import ChatBody, CompletionBody, OpenAiBody


def openai_routes(service: Service) -> APIRouter:
    router = APIRouter()

    @router.get("/v1/models")
    async def models() -> dict[str, Any]:
        base = service.engine.model
        adapters = [{"parent": base, "id": name} for name in service.settings.aidep_model_adapters]
        about = {"object": "model", "created": 0, "owned_by": service.engine.name}
        return {"object": "list", "data": [{**about, **own} for own in ({"id": base}, *adapters)]}

    @router.post("/v1/completions")
    async def completions(body: CompletionBody, request: Request) -> Response:
        form = Form("cmpl", "text_completion", "text_completion", lambda text, _: {"text": text})
        return await _answer(service, request, body, body.prompt, form)

    @router.post("/v1/chat/completions")
    async def chat(body: ChatBody, request: Request) -> Response:
        prompt = service.engine.prompt_of([message.plain() for message in body.messages])
        form = Form("chatcmpl", "chat.completion", "chat.completion.chunk", _chat_part)
        return await _answer(service, request, body, prompt, form)

    return router


class Form:
    """What differs between completions and chats."""

    def __init__(
        self, prefix: str, whole: str, chunk: str, part: Callable[[str, bool], Any]
    ) -> None:
        self.id = f"{prefix}-{uuid.uuid4().hex}"
        self.whole = whole
        self.chunk = chunk
        self.part = part


def _chat_part(text: str, whole: bool) -> dict[str, Any]:
    return {"message" if whole else "delta": {"role": "assistant", "content": text}}


async def _answer(
    service: Service, request: Request, body: OpenAiBody, prompt: str, form: Form
) -> Response:
    adapter = service.adapter_of(model=body.model, adapter=None)
    most = service.tokens_allowed(body.max_tokens)
    generation = body.generation(prompt, adapter=adapter, max_tokens=most)
    head = {"id": form.id, "created": int(time.time()), "model": service.engine.model}

    def whole(result: Result) -> dict[str, Any]:
        choice = _choice(form.part(result.text, True), result.finish_reason)
        return {**head, "object": form.whole, "choices": [choice], "usage": result.usage.as_json()}

    async def chunks(pieces: AsyncGenerator[Piece, None]) -> AsyncGenerator[Any, None]:
        text = ""
        async with aclosing(pieces):
            async for piece in pieces:
                text += piece.text
                choice = _choice(form.part(piece.text, False), piece.finish_reason)
                yield {**head, "object": form.chunk, "choices": [choice]}
        if body.stream_options.include_usage:
            usage = service.usage(generation, text).as_json()
            yield {**head, "object": form.chunk, "choices": [], "usage": usage}

    if body.stream:
        return await answer_stream(service, generation, chunks)
    return await answer_whole(request, service, generation, whole)


def _choice(part: dict[str, Any], finish_reason: str | None) -> dict[str, Any]:
    return {"index": 0, **part, "logprobs": None, "finish_reason": finish_reason}
