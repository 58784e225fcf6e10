from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import torch
from transformers import DynamicCache

from .adapted_model import AdaptedModel
from .batcher import OutOfMemory, Row
from .sampling import next_tokens


class TorchRunner:
    """
    The batch on the device. Texts end at the right: shorter ones are filled up at the left with
    columns that nothing attends to, so that all of them go on at the same place.
    """

    def __init__(self, model: AdaptedModel, *, padding: int) -> None:
        self._model = model
        self._padding = padding
        self.reset()

    @torch.inference_mode()
    def admit(self, rows: Sequence[Row]) -> list[int]:
        with _out_of_memory_told():
            ids, mask = self._filled([row.context for row in rows])
            cache = DynamicCache()
            newest = tokens = self._forward(ids, mask, cache, rows)
            if self._rows:
                mask = _joined(self._mask, mask, 1)
                tokens = torch.cat([self._tokens, tokens])
                layers = [
                    (_joined(old.keys, new.keys, 2), _joined(old.values, new.values, 2))
                    for old, new in zip(self._cache.layers, cache.layers, strict=True)
                ]
                _put(cache, layers)
        self._cache, self._mask, self._tokens = cache, mask, tokens
        self._rows.extend(rows)
        return newest.tolist()

    @torch.inference_mode()
    def step(self) -> list[int]:
        before = [(layer.keys, layer.values) for layer in self._cache.layers]
        try:
            with _out_of_memory_told():
                mask = torch.nn.functional.pad(self._mask, (0, 1), value=1)
                tokens = self._forward(self._tokens[:, None], mask, self._cache, self._rows)
        except OutOfMemory:
            # Some layers have grown by then, and others have not.
            _put(self._cache, before)
            raise
        self._mask, self._tokens = mask, tokens
        return tokens.tolist()

    @torch.inference_mode()
    def keep(self, indices: Sequence[int]) -> None:
        if not indices:
            self.reset()
            return
        chosen = torch.tensor(indices, device=self._mask.device)
        self._rows = [self._rows[index] for index in indices]
        self._tokens = self._tokens[chosen]
        mask = self._mask[chosen]
        # The text of the longest row: what is left of it only those who left had use for. The
        # newest token of each row is not read yet, and has no column.
        width = int(mask.sum(dim=1).max())
        self._mask = mask[:, -width:]
        layers = [
            (layer.keys[chosen][:, :, -width:], layer.values[chosen][:, :, -width:])
            for layer in self._cache.layers
        ]
        _put(self._cache, layers)

    def reset(self) -> None:
        self._rows: list[Row] = []
        self._cache = DynamicCache()
        self._mask = torch.zeros((0, 0), dtype=torch.long, device=self._model.device)
        self._tokens = torch.zeros(0, dtype=torch.long, device=self._model.device)

    def _filled(self, prompts: Sequence[Sequence[int]]) -> tuple[torch.Tensor, torch.Tensor]:
        width = max(len(prompt) for prompt in prompts)
        fills = [width - len(prompt) for prompt in prompts]
        ids = [
            [self._padding] * fill + list(prompt)
            for fill, prompt in zip(fills, prompts, strict=True)
        ]
        mask = [[0] * fill + [1] * (width - fill) for fill in fills]
        device = self._model.device
        return torch.tensor(ids, device=device), torch.tensor(mask, device=device)

    def _forward(
        self, ids: torch.Tensor, mask: torch.Tensor, cache: DynamicCache, rows: Sequence[Row]
    ) -> torch.Tensor:
        """The next token of each row. The cache holds what was read then."""
        positions = (mask.cumsum(dim=1) - 1).clamp(min=0)[:, -ids.shape[1] :]
        out = self._model.forward(
            [row.adapter for row in rows],
            input_ids=ids,
            attention_mask=mask,
            position_ids=positions,
            past_key_values=cache,
            use_cache=True,
            **self._model.last_logits_only,
        )
        return next_tokens(out.logits[:, -1].float(), rows)


@contextmanager
def _out_of_memory_told() -> Iterator[None]:
    try:
        yield
    except torch.OutOfMemoryError as error:
        # The traceback would keep the tensors of the failed step.
        error.__traceback__ = None
        torch.cuda.empty_cache()
        raise OutOfMemory from None


def _put(cache: DynamicCache, layers: Sequence[tuple[torch.Tensor, torch.Tensor]]) -> None:
    for layer, (keys, values) in zip(cache.layers, layers, strict=True):
        layer.keys, layer.values = keys, values


def _joined(first: torch.Tensor, second: torch.Tensor, across: int) -> torch.Tensor:
    """The rows of both, as wide as the wider of them, with zeros at the left."""
    width = max(first.shape[across], second.shape[across])
    after = (0, 0) * (first.dim() - 1 - across)

    def wide(tensor: torch.Tensor) -> torch.Tensor:
        missing = width - tensor.shape[across]
        return torch.nn.functional.pad(tensor, (*after, missing, 0)) if missing else tensor

    return torch.cat([wide(first), wide(second)])
