from collections.abc import Sequence

import torch

from .batcher import Row


def next_tokens(logits: torch.Tensor, rows: Sequence[Row]) -> torch.Tensor:
    """
    The likeliest token of each row, or one that is drawn. Each row has a randomness of its own, so
    that a seed gives the same text whoever else is in the batch.
    """
    tokens = logits.argmax(dim=-1)
    for index, row in enumerate(rows):
        if row.temperature > 0:
            tokens[index] = _drawn(logits[index], row)
    return tokens


def _drawn(logits: torch.Tensor, row: Row) -> torch.Tensor:
    if row.randomness is None:
        row.randomness = torch.Generator(logits.device)
        if row.seed is None:
            row.randomness.seed()
        else:
            row.randomness.manual_seed(row.seed)
    likelihoods = torch.softmax(logits / row.temperature, dim=-1)
    if row.top_p < 1:
        likelihoods = _likeliest(likelihoods, row.top_p)
    return torch.multinomial(likelihoods, 1, generator=row.randomness)[0]


def _likeliest(likelihoods: torch.Tensor, share: float) -> torch.Tensor:
    """The fewest tokens that together have this share; at least one."""
    ordered, order = likelihoods.sort(descending=True)
    beyond = ordered.cumsum(dim=-1) - ordered >= share
    return likelihoods.index_fill(-1, order[beyond], 0)
