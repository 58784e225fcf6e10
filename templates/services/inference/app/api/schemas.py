"""Bodies of requests. Other settings, such as `temperature`, are accepted and have no effect."""

from typing import Annotated, Literal

from pydantic import AliasChoices, BaseModel, BeforeValidator, Field

from ..engine.base import Generation, Message

StopSequences = Annotated[
    tuple[Annotated[str, Field(min_length=1)], ...],
    Field(max_length=4),
    BeforeValidator(lambda value: (value,) if isinstance(value, str) else value or ()),
]


class Sampling(BaseModel):
    stop: StopSequences = ()
    seed: int | None = None
    stream: bool = False
    max_tokens: int | None = Field(default=None, ge=1)

    def generation(self, prompt: str, *, adapter: str | None, max_tokens: int) -> Generation:
        return Generation(prompt, max_tokens, adapter, self.stop, self.seed)


class GenerateBody(Sampling):
    prompt: str = Field(min_length=1)
    adapter: str | None = None


class ClassifyBody(BaseModel):
    text: str = Field(min_length=1, max_length=100_000)


class StreamOptions(BaseModel):
    include_usage: bool = False


class OpenAiBody(Sampling):
    model: str | None = None
    n: Literal[1] = 1
    stream_options: StreamOptions = StreamOptions()


class CompletionBody(OpenAiBody):
    prompt: str = Field(min_length=1)


class TextPart(BaseModel):
    type: Literal["text"]
    text: str


class ChatMessage(BaseModel):
    role: str
    content: str | list[TextPart]

    def plain(self) -> Message:
        parts = self.content
        text = parts if isinstance(parts, str) else "".join(part.text for part in parts)
        return Message(self.role, text)


class ChatBody(OpenAiBody):
    messages: list[ChatMessage] = Field(min_length=1)
    max_tokens: int | None = Field(
        default=None, ge=1, validation_alias=AliasChoices("max_completion_tokens", "max_tokens")
    )
