"""The routes of OpenAI's API that text models have."""

import time
import uuid
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from ..engine.base import Message, Piece, Usage
from ..service import Result, Service
from .answering import answer
from .described import TEXT
from .schemas import ChatBody, CompletionBody, OpenAiBody


def openai_routes(service: Service) -> APIRouter:
    router = APIRouter()

    @router.get("/v1/models")
    async def models() -> dict[str, Any]:
        base = service.engine.model
        adapters = [{"parent": base, "id": name} for name in service.adapters.names()]
        about = {"object": "model", "created": 0, "owned_by": service.engine.name}
        return {"object": "list", "data": [{**about, **own} for own in ({"id": base}, *adapters)]}

    @router.post("/v1/completions", responses=TEXT)
    async def completions(body: CompletionBody, request: Request) -> Response:
        form = Completion(service.engine.model, body)
        return await _answer(service, request, body=body, prompt=body.prompt, form=form)

    @router.post("/v1/chat/completions", responses=TEXT)
    async def chat(body: ChatBody, request: Request) -> Response:
        messages = tuple(message.plain() for message in body.messages)
        form = Chat(service.engine.model, body)
        return await _answer(service, request, body=body, prompt=messages, form=form)

    return router


class Completion:
    prefix = "cmpl"
    object_of_whole = "text_completion"
    object_of_part = "text_completion"

    def __init__(self, model: str, body: OpenAiBody) -> None:
        options = body.stream_options
        self._with_usage = options is not None and options.include_usage
        identity = f"{self.prefix}-{uuid.uuid4().hex}"
        self._head = {"id": identity, "created": int(time.time()), "model": model}

    def whole(self, result: Result) -> dict[str, Any]:
        choice = self.choice(self.text(result.text), result.finish_reason)
        usage = usage_json(result.usage)
        head = {**self._head, "object": self.object_of_whole}
        return {**head, "choices": [choice], "usage": usage}

    def first(self) -> dict[str, Any] | None:
        return None

    def part(self, piece: Piece) -> dict[str, Any]:
        return self.chunk([self.choice(self.more(piece.text), piece.finish_reason)])

    def last(self, usage: Usage) -> dict[str, Any] | None:
        return {**self.chunk([]), "usage": usage_json(usage)} if self._with_usage else None

    def chunk(self, choices: list[Any]) -> dict[str, Any]:
        return {**self._head, "object": self.object_of_part, "choices": choices}

    def choice(self, part: dict[str, Any], finish_reason: str | None) -> dict[str, Any]:
        return {"index": 0, **part, "logprobs": None, "finish_reason": finish_reason}

    def text(self, text: str) -> dict[str, Any]:
        return {"text": text}

    def more(self, text: str) -> dict[str, Any]:
        return {"text": text}


class Chat(Completion):
    prefix = "chatcmpl"
    object_of_whole = "chat.completion"
    object_of_part = "chat.completion.chunk"

    def first(self) -> dict[str, Any]:
        return self.chunk([self.choice({"delta": {"role": "assistant", "content": ""}}, None)])

    def text(self, text: str) -> dict[str, Any]:
        return {"message": {"role": "assistant", "content": text, "refusal": None}}

    def more(self, text: str) -> dict[str, Any]:
        return {"delta": {"content": text} if text else {}}


def usage_json(usage: Usage) -> dict[str, int]:
    return {
        "prompt_tokens": usage.prompt_tokens,
        "completion_tokens": usage.completion_tokens,
        "total_tokens": usage.prompt_tokens + usage.completion_tokens,
    }


async def _answer(
    service: Service,
    request: Request,
    *,
    body: OpenAiBody,
    prompt: str | tuple[Message, ...],
    form: Completion,
) -> Response:
    adapter = service.adapter_of(model=body.model, adapter=None)
    generation = body.generation(prompt, adapter, service.tokens_allowed(body.max_tokens))
    return await answer(request, service, generation=generation, stream=body.stream, form=form)
