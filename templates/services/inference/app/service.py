from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass

from .admission import Admission
from .engine.base import Engine, FinishReason, Generation, Piece
from .errors import ApiError
from .metrics import Metrics
from .settings import Settings


@dataclass(frozen=True, slots=True)
class Usage:
    prompt_tokens: int
    completion_tokens: int

    def as_json(self) -> dict[str, int]:
        total = self.prompt_tokens + self.completion_tokens
        return {
            "prompt_tokens": self.prompt_tokens,
            "completion_tokens": self.completion_tokens,
            "total_tokens": total,
        }


@dataclass(frozen=True, slots=True)
class Result:
    text: str
    finish_reason: FinishReason
    usage: Usage


class Service:
    """What the routes have in common, whatever the form of their requests and answers."""

    def __init__(self, settings: Settings, engine: Engine) -> None:
        self.settings = settings
        self.engine = engine
        self.metrics = Metrics()
        self.admission = Admission(
            running=settings.max_concurrency,
            waiting=settings.max_queue,
            seconds=settings.max_queue_seconds,
        )

    def adapter_of(self, *, model: str | None, adapter: str | None) -> str | None:
        """An adapter is asked for by its own field, or by its name as the model's."""
        adapters = self.settings.aidep_model_adapters
        if adapter is not None and adapter not in adapters:
            raise ApiError(
                404, f'There is no adapter "{adapter}".', code="adapter_not_found", param="adapter"
            )
        if adapter is not None or model in (None, self.engine.model, self.settings.aidep_model_id):
            return adapter
        if model not in adapters:
            raise ApiError(
                404, f'There is no model "{model}".', code="model_not_found", param="model"
            )
        return model

    def tokens_allowed(self, asked: int | None) -> int:
        most = self.settings.max_tokens
        if asked is not None and asked > most:
            raise ApiError(
                400,
                f"At most {most} tokens are allowed.",
                code="too_many_tokens",
                param="max_tokens",
            )
        return min(256, most) if asked is None else asked

    async def whole(self, generation: Generation) -> Result:
        """The whole text at once. The caller has acquired its admission."""
        text, finish_reason = "", "stop"
        async with aclosing(self.pieces(generation)) as pieces:
            async for piece in pieces:
                text += piece.text
                finish_reason = piece.finish_reason or finish_reason
        return Result(text, finish_reason, self.usage(generation, text))

    async def pieces(self, generation: Generation) -> AsyncGenerator[Piece, None]:
        self.metrics.tokens["prompt"] += self.engine.count_tokens(generation.prompt)
        async with aclosing(self.engine.generate(generation)) as pieces:
            async for piece in pieces:
                self.metrics.tokens["completion"] += self.engine.count_tokens(piece.text)
                yield piece

    def usage(self, generation: Generation, text: str) -> Usage:
        count = self.engine.count_tokens
        return Usage(count(generation.prompt), count(text))
