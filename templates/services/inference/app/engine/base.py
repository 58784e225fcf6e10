"""What every engine can do. The rest of the service knows engines by this interface only."""

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, Protocol

from ..adapters.places import Adapter
from ..readiness import Readiness
from ..telemetry.phases import Phases

FinishReason = Literal["stop", "length"]
Task = Literal["generate", "classify"]


@dataclass(frozen=True, slots=True)
class Message:
    role: str
    content: str


@dataclass(frozen=True, slots=True)
class Generation:
    """One text to be generated, checked by then."""

    prompt: str | tuple[Message, ...]
    """A text to go on from, or a conversation, which gets the form that the model knows."""
    max_tokens: int | None = None
    """None: as many as the model's context has room for, up to the service's own limit."""
    adapter: Adapter | None = None
    stop: tuple[str, ...] = ()
    seed: int | None = None
    temperature: float | None = None
    """0 takes the likeliest token each time. None: what the model's own configuration says."""
    top_p: float | None = None


@dataclass(frozen=True, slots=True)
class Usage:
    prompt_tokens: int = 0
    completion_tokens: int = 0

    def plus_completion(self, tokens: int = 1) -> "Usage":
        return replace(self, completion_tokens=self.completion_tokens + tokens)


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the text. The last one says why it is the last."""

    text: str
    usage: Usage
    """Of the whole generation so far, this piece included."""
    finish_reason: FinishReason | None = None


@dataclass(frozen=True, slots=True)
class Embeddings:
    vectors: tuple[tuple[float, ...], ...]
    """One for each text, of length 1."""
    tokens: int


@dataclass(frozen=True, slots=True)
class Classification:
    label: str
    probability: float


class Engine(Protocol):
    name: str
    model: str
    """The name that clients see."""

    async def start(self, phases: Phases, readiness: Readiness) -> None:
        """
        Loads and warms up. An engine that can stop being ready later, and be ready again, tells
        `readiness`; the first time the service does, when this returns.
        """
        ...

    async def stop(self) -> None: ...

    def generate(self, generation: Generation) -> AsyncGenerator[Piece, None]:
        """
        Ends after a piece with a reason. Closing it early frees what it holds. A request that
        cannot be served raises `ApiError` before the first piece.
        """
        ...

    async def embed(self, texts: Sequence[str]) -> Embeddings: ...

    async def classify(self, text: str) -> Classification: ...

    async def sleep(self) -> None:
        """Gives the GPU's memory back, so that a snapshot of the process is small."""
        ...

    async def wake(self) -> None: ...

    async def metrics(self) -> str:
        """More lines for Prometheus, of the engine itself; empty for none."""
        ...
