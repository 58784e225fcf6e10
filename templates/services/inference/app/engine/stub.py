"""An engine without a model: the same question gets the same answer, and that says what it is."""

import asyncio
import re
from collections.abc import AsyncGenerator, Sequence
from hashlib import sha256
from math import sqrt

from ..readiness import Readiness
from ..telemetry.phases import Phases
from .base import Classification, Embeddings, Generation, Piece, Usage
from .stopping import until_stop

TOKENS_WHERE_NOTHING_IS_SAID = 256


class StubEngine:
    name = "stub"
    model = "stub"

    async def start(self, phases: Phases, readiness: Readiness) -> None:
        """There is nothing to load."""

    async def stop(self) -> None:
        """There is nothing to free."""

    async def sleep(self) -> None:
        """Nothing is on a GPU."""

    async def wake(self) -> None:
        """Nothing was put away."""

    async def metrics(self) -> str:
        return ""

    def generate(self, generation: Generation) -> AsyncGenerator[Piece, None]:
        return until_stop(_limited(generation), generation.stop)

    async def embed(self, texts: Sequence[str]) -> Embeddings:
        """Numbers made of the text's hash: the same each time, and of no meaning."""
        vectors = tuple(_unit(sha256(text.encode()).digest()) for text in texts)
        return Embeddings(vectors, sum(len(_tokens(text)) for text in texts))

    async def classify(self, text: str) -> Classification:
        """A number made of the text's hash: the same each time, and no judgement at all."""
        score = sha256(text.encode()).digest()[0] / 255
        label = "LABEL_1" if score >= 0.5 else "LABEL_0"
        return Classification(label, round(max(score, 1 - score), 4))


async def _limited(generation: Generation) -> AsyncGenerator[Piece, None]:
    prompt = _text(generation)
    tokens = _tokens(_reply(generation, prompt))
    most = generation.max_tokens or TOKENS_WHERE_NOTHING_IS_SAID
    usage = Usage(len(_tokens(prompt)))
    for token in tokens[:most]:
        usage = usage.plus_completion()
        yield Piece(token, usage)
        # Gives other requests a turn, as an engine does that waits for a GPU.
        await asyncio.sleep(0)
    yield Piece("", usage, "stop" if len(tokens) <= most else "length")


def _text(generation: Generation) -> str:
    if isinstance(generation.prompt, str):
        return generation.prompt
    return "\n".join(f"{message.role}: {message.content}" for message in generation.prompt)


def _reply(generation: Generation, prompt: str) -> str:
    adapter = f' with the adapter "{generation.adapter.name}"' if generation.adapter else ""
    seed = "" if generation.seed is None else f" and seed {generation.seed}"
    return f"This is the stub engine{adapter}{seed}: no model is loaded. You wrote: {prompt}"


def _tokens(text: str) -> list[str]:
    """A word with the space before it counts as a token."""
    return re.findall(r"\s*\S+", text)


def _unit(numbers: bytes) -> tuple[float, ...]:
    length = sqrt(sum(number * number for number in numbers)) or 1.0
    return tuple(number / length for number in numbers)
