"""An engine without a model: the same question gets the same answer, and that says what it is."""

import asyncio
import re
from collections.abc import AsyncGenerator, Sequence
from hashlib import sha256

from .base import Classification, Generation, Message, Piece
from .stopping import until_stop


class StubEngine:
    name = "stub"
    model = "stub"
    ready = True

    async def start(self) -> None:
        """There is nothing to load."""

    async def stop(self) -> None:
        """There is nothing to free."""

    def prompt_of(self, messages: Sequence[Message]) -> str:
        return "\n".join(f"{message.role}: {message.content}" for message in messages)

    def count_tokens(self, text: str) -> int:
        return len(_tokens(text))

    def generate(self, generation: Generation) -> AsyncGenerator[Piece, None]:
        return until_stop(_limited(generation), generation.stop)

    async def classify(self, text: str) -> Classification:
        """A number made of the text's hash: the same each time, and no judgement at all."""
        score = sha256(text.encode()).digest()[0] / 255
        label = "LABEL_1" if score >= 0.5 else "LABEL_0"
        return Classification(label, round(max(score, 1 - score), 4))


async def _limited(generation: Generation) -> AsyncGenerator[Piece, None]:
    tokens = _tokens(_reply(generation))
    for token in tokens[: generation.max_tokens]:
        yield Piece(token)
        # Gives other requests a turn, as an engine does that waits for a GPU.
        await asyncio.sleep(0)
    yield Piece("", "stop" if len(tokens) <= generation.max_tokens else "length")


def _reply(generation: Generation) -> str:
    adapter = f' with the adapter "{generation.adapter}"' if generation.adapter else ""
    seed = "" if generation.seed is None else f" and seed {generation.seed}"
    said = f"This is the stub engine{adapter}{seed}: no model is loaded."
    return f"{said} You wrote: {generation.prompt}"


def _tokens(text: str) -> list[str]:
    """A word with the space before it counts as a token."""
    return re.findall(r"\s*\S+", text)
