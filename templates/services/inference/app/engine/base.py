from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

FinishReason = Literal["stop", "length"]


@dataclass(frozen=True, slots=True)
class Message:
    role: str
    content: str


@dataclass(frozen=True, slots=True)
class Generation:
    """One text to be generated, checked by then."""

    prompt: str
    max_tokens: int
    adapter: str | None = None
    stop: tuple[str, ...] = ()
    seed: int | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the text. The last one says why it is the last."""

    text: str
    finish_reason: FinishReason | None = None


@dataclass(frozen=True, slots=True)
class Classification:
    label: str
    probability: float


class Engine(Protocol):
    name: str
    model: str
    """The name that clients see."""
    ready: bool

    async def start(self) -> None: ...

    async def stop(self) -> None: ...

    def prompt_of(self, messages: Sequence[Message]) -> str: ...

    def count_tokens(self, text: str) -> int: ...

    def generate(self, generation: Generation) -> AsyncGenerator[Piece, None]:
        """Ends after a piece with a reason. Closing it early frees what it holds."""
        ...

    async def classify(self, text: str) -> Classification: ...
