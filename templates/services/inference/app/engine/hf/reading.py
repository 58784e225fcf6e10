"""What a model makes of a text that it only reads: its embedding, or its class."""

from collections.abc import Sequence

import torch

from ...errors import ApiError
from ...models.weights import UnusableModel
from ..base import Classification, Embeddings
from .adapted_model import AdaptedModel
from .text_model import TextModel


@torch.inference_mode()
def embed(model: AdaptedModel, text: TextModel, texts: Sequence[str]) -> Embeddings:
    """The mean of the last layer, of length 1. One by one, so that no text changes another's."""
    vectors, count = [], 0
    for each in texts:
        ids = _ids(model, text, each)
        count += ids.shape[1]
        out = model.forward([None], input_ids=ids, output_hidden_states=True)
        mean = out.hidden_states[-1][0].float().mean(dim=0)
        vectors.append(tuple(torch.nn.functional.normalize(mean, dim=0).tolist()))
    return Embeddings(tuple(vectors), count)


@torch.inference_mode()
def classify(model: AdaptedModel, text: TextModel, words: str) -> Classification:
    logits = model.forward([None], input_ids=_ids(model, text, words)).logits[0].float()
    likelihoods = torch.softmax(logits, dim=-1)
    best = int(likelihoods.argmax())
    return Classification(model.config.id2label[best], round(float(likelihoods[best]), 4))


def check_classifier(model: AdaptedModel) -> None:
    if model.config.num_labels < 2:
        raise UnusableModel("a classifier needs an output for each of its classes, two at least.")


def _ids(model: AdaptedModel, text: TextModel, words: str) -> torch.Tensor:
    ids = text.tokens(words)
    most = getattr(model.config, "max_position_embeddings", None) or len(ids)
    if not ids or len(ids) > most:
        message = f"The model reads 1 to {most} tokens; this text has {len(ids)}."
        raise ApiError(400, message, code="context_length_exceeded")
    return torch.tensor([ids], device=model.device)
