"""
Bodies of requests. What would change the answer and is not supported is refused, never ignored;
what changes nothing here, such as `user`, is taken and left alone.
"""

from typing import Annotated, Any, Literal

from pydantic import (
    AliasChoices,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    WithJsonSchema,
)

from ..adapters.places import Adapter
from ..engine.base import Generation, Message

# That every client of JSON can say without rounding it.
LARGEST_INTEGER = 2**53 - 1


def _sequences(value: Any) -> Any:
    if isinstance(value, str):
        return (value,)
    return tuple(value or ()) if value is None or isinstance(value, list) else value


def _whole(value: Any) -> Any:
    """To JSON, 1.0 is a whole number too."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


One = Annotated[Literal[1], BeforeValidator(_whole)]
Count = Annotated[int, Field(ge=1, le=LARGEST_INTEGER), BeforeValidator(_whole)]
Seed = Annotated[int, Field(ge=-LARGEST_INTEGER, le=LARGEST_INTEGER), BeforeValidator(_whole)]

StopSequence = Annotated[str, Field(min_length=1, max_length=200)]
StopSequences = Annotated[
    tuple[StopSequence, ...],
    Field(max_length=4),
    BeforeValidator(
        _sequences,
        json_schema_input_type=StopSequence
        | Annotated[list[StopSequence], Field(max_length=4)]
        | None,
    ),
]


def _nothing(value: Any) -> Any:
    if value in (None, False, 0, [], {}):
        return None
    raise ValueError("is not supported by this service")


def _unwanted(*more: Any) -> Any:
    """The JSON Schema of a setting that may only say that it is not wanted."""
    return WithJsonSchema({"enum": [None, False, 0, [], {}, *more]})


Unsupported = Annotated[None, BeforeValidator(_nothing), _unwanted()]
"""A setting that is known, and that this service does not have."""


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Sampling(Body):
    stop: StopSequences = ()
    seed: Seed | None = None
    stream: bool = False
    max_tokens: Count | None = None
    temperature: float | None = Field(default=None, ge=0, le=2)
    top_p: float | None = Field(default=None, gt=0, le=1)

    def generation(
        self, prompt: str | tuple[Message, ...], adapter: Adapter | None, most: int | None
    ) -> Generation:
        return Generation(prompt, most, adapter, self.stop, self.seed, self.temperature, self.top_p)


class GenerateBody(Sampling):
    prompt: str = Field(min_length=1)
    adapter: str | None = None


class ClassifyBody(Body):
    text: str = Field(min_length=1, max_length=100_000)


class EmbeddingsBody(Body):
    model: str | None = None
    input: (
        Annotated[str, Field(min_length=1)]
        | Annotated[list[Annotated[str, Field(min_length=1)]], Field(min_length=1, max_length=256)]
    )
    encoding_format: Literal["float", "base64"] = "float"
    user: Any = None

    @property
    def texts(self) -> list[str]:
        return [self.input] if isinstance(self.input, str) else self.input


class StreamOptions(BaseModel):
    model_config = ConfigDict(strict=True)

    include_usage: bool = False


class OpenAiBody(Sampling):
    model: str | None = None
    n: One | None = 1
    stream_options: StreamOptions | None = None

    frequency_penalty: Unsupported = None
    logit_bias: Unsupported = None
    logprobs: Unsupported = None
    presence_penalty: Unsupported = None

    # These change nothing in the answer of this service.
    metadata: Any = None
    prompt_cache_key: Any = None
    safety_identifier: Any = None
    service_tier: Any = None
    store: Any = None
    user: Any = None


class CompletionBody(OpenAiBody):
    prompt: str = Field(min_length=1)
    best_of: One | None = 1
    echo: Unsupported = None
    suffix: Unsupported = None


class TextPart(BaseModel):
    type: Literal["text"]
    text: str


class ChatMessage(BaseModel):
    role: Literal["system", "developer", "user", "assistant"]
    content: str | Annotated[list[TextPart], Field(min_length=1)]

    def plain(self) -> Message:
        parts = self.content
        text = parts if isinstance(parts, str) else "".join(part.text for part in parts)
        # Templates of models know "system", which OpenAI calls "developer" since 2024.
        return Message("system" if self.role == "developer" else self.role, text)


class ChatBody(OpenAiBody):
    messages: list[ChatMessage] = Field(min_length=1, max_length=1000)
    max_tokens: Count | None = Field(
        default=None,
        validation_alias=AliasChoices("max_completion_tokens", "max_tokens"),
    )
    functions: Unsupported = None
    parallel_tool_calls: Any = None
    response_format: Annotated[
        None,
        BeforeValidator(lambda value: None if value == {"type": "text"} else _nothing(value)),
        _unwanted({"type": "text"}),
    ] = None
    tools: Unsupported = None
    top_logprobs: Unsupported = None
