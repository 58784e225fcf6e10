from collections.abc import AsyncGenerator
from dataclasses import dataclass

from tokenizers.decoders import DecodeStream

from ...errors import ApiError
from ..base import Generation, Piece, Usage
from .batcher import Row
from .load import Loaded

MOST_CHARACTERS_OF_A_TOKEN = 64


@dataclass(frozen=True, slots=True)
class Defaults:
    """How the model draws tokens where a request does not say: its generation_config.json."""

    temperature: float
    top_p: float
    ends: frozenset[int]


class TextModel:
    """Between texts and tokens. All limits of the model's context are checked here."""

    def __init__(self, loaded: Loaded, *, most_tokens: int) -> None:
        self._tokenizer = loaded.tokenizer
        self._positions = loaded.most_positions
        self._most_tokens = most_tokens
        self._defaults = _defaults(loaded)

    def tokens(self, text: str) -> list[int]:
        return self._tokenizer(text, add_special_tokens=True)["input_ids"]

    def row(self, generation: Generation, adapter: str | None) -> Row:
        prompt = self._prompt(generation)
        defaults = self._defaults
        temperature, top_p = generation.temperature, generation.top_p
        return Row(
            prompt,
            self._room(len(prompt), generation.max_tokens),
            defaults.ends,
            adapter,
            defaults.temperature if temperature is None else temperature,
            defaults.top_p if top_p is None else top_p,
            generation.seed,
        )

    async def pieces(self, row: Row) -> AsyncGenerator[Piece, None]:
        """What a row says, as text: a letter of several tokens comes with the last of them."""
        stream = DecodeStream(skip_special_tokens=True)
        backend = self._tokenizer.backend_tokenizer
        usage = Usage(len(row.prompt))
        while True:
            step = await row.steps.get()
            if isinstance(step, Exception):
                raise step
            text = ""
            if step.token is not None:
                usage = usage.plus_completion()
                text = stream.step(backend, step.token) or ""
            yield Piece(text, usage, step.finish_reason)
            if step.finish_reason is not None:
                return

    def _prompt(self, generation: Generation) -> list[int]:
        if isinstance(generation.prompt, str):
            self._check_size(generation.prompt)
            return self.tokens(generation.prompt)
        if self._tokenizer.chat_template is None:
            message = "This model knows no conversations. Use /v1/completions."
            raise ApiError(400, message, code="no_chat_template", param="messages")
        messages = [{"role": each.role, "content": each.content} for each in generation.prompt]
        try:
            text = self._tokenizer.apply_chat_template(
                messages, tokenize=False, add_generation_prompt=True
            )
        except Exception as error:
            # Templates refuse orders of roles that the model was not trained on.
            message = f"The model's chat template refuses these messages: {error}"
            raise ApiError(400, message, code="invalid_messages", param="messages") from error
        self._check_size(text)
        return self._tokenizer(text, add_special_tokens=False)["input_ids"]

    def _check_size(self, text: str) -> None:
        """Before the work of a tokenizer, which grows with the text."""
        if len(text) > self._positions * MOST_CHARACTERS_OF_A_TOKEN:
            raise self._too_long(f"{len(text)} characters")

    def _room(self, prompt: int, asked: int | None) -> int:
        room = self._positions - prompt
        if prompt == 0:
            message = "The prompt has no tokens."
            raise ApiError(400, message, code="invalid_request", param="prompt")
        if room < 1 or (asked is not None and asked > room):
            raise self._too_long(f"{prompt} tokens and {asked or 1} to be generated")
        return min(room, self._most_tokens) if asked is None else asked

    def _too_long(self, what: str) -> ApiError:
        message = f"The model reads {self._positions} tokens at most; this is {what}."
        return ApiError(400, message, code="context_length_exceeded", param="prompt")


def _defaults(loaded: Loaded) -> Defaults:
    config = getattr(loaded.model, "generation_config", None)
    draws = getattr(config, "do_sample", False) is True
    ends = getattr(config, "eos_token_id", None) or loaded.tokenizer.eos_token_id
    listed = ends if isinstance(ends, list) else [] if ends is None else [ends]
    return Defaults(
        temperature=(getattr(config, "temperature", None) or 1.0) if draws else 0.0,
        top_p=getattr(config, "top_p", None) or 1.0,
        ends=frozenset(listed),
    )
