"""From files to a model in memory. Only here is decided on what device and with what numbers."""

import logging
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

import torch
from transformers import (
    AutoModelForCausalLM,
    AutoModelForSequenceClassification,
    AutoTokenizer,
    BitsAndBytesConfig,
)
from transformers.utils import logging as transformers_logging

from ...models.weights import ModelFiles, UnusableModel
from ...settings import Settings

log = logging.getLogger("inference")
LOADERS = {
    "generate": AutoModelForCausalLM,
    "classify": AutoModelForSequenceClassification,
}
AMPERE = 8
SMALL = 20_000_000


@dataclass(frozen=True, slots=True)
class Loaded:
    model: Any
    tokenizer: Any
    most_positions: int


def load(files: ModelFiles, settings: Settings) -> Loaded:
    transformers_logging.set_verbosity_error()
    transformers_logging.disable_progress_bar()
    if settings.torch_threads is not None:
        torch.set_num_threads(settings.torch_threads)
    device = _device(settings)
    offline = {"local_files_only": True, "trust_remote_code": False}
    try:
        tokenizer = AutoTokenizer.from_pretrained(files.folder, **offline)
        model = LOADERS[files.task].from_pretrained(
            files.folder,
            use_safetensors=True,
            dtype=_numbers(device),
            device_map={"": device},
            **_quantized(settings, device),
            **offline,
        )
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        if isinstance(error, torch.OutOfMemoryError):
            raise UnusableModel(
                "the GPU has no memory for this model. Use a larger one, or "
                '"model.quantization: 4-bit".'
            ) from error
        raise UnusableModel(f'the model in "{files.folder}" could not be read: {error}') from error
    if not tokenizer.is_fast:
        raise UnusableModel(f'the tokenizer in "{files.folder}" has no tokenizer.json.')
    model.eval()
    if settings.torch_threads is None and model.num_parameters() < SMALL:
        # Handing such small work from one thread to another takes longer than the work.
        torch.set_num_threads(1)
    log.info("loaded", extra={"fields": {"device": device, "task": files.task}})
    most = getattr(model.config, "max_position_embeddings", None) or 2048
    return Loaded(model, tokenizer, most)


def _device(settings: Settings) -> str:
    there = torch.cuda.is_available()
    if settings.torch_device == "cuda" and not there:
        raise UnusableModel("TORCH_DEVICE is cuda, and there is no such GPU here.")
    return "cuda" if there and settings.torch_device != "cpu" else "cpu"


def _numbers(device: str) -> torch.dtype:
    """GPUs older than Ampere, such as T4, have no bfloat16 of their own."""
    if device == "cpu":
        return torch.float32
    return torch.bfloat16 if torch.cuda.get_device_capability()[0] >= AMPERE else torch.float16


def _quantized(settings: Settings, device: str) -> dict[str, Any]:
    wanted = settings.aidep_model_quantization
    if wanted == "none":
        return {}
    if device == "cpu" or find_spec("bitsandbytes") is None:
        raise UnusableModel(
            f'"model.quantization: {wanted}" needs a GPU and the package bitsandbytes here. Use '
            '"quantization: none", or the engine vllm.'
        )
    if wanted == "8-bit":
        return {"quantization_config": BitsAndBytesConfig(load_in_8bit=True)}
    config = BitsAndBytesConfig(
        load_in_4bit=True,
        bnb_4bit_quant_type="nf4",
        bnb_4bit_compute_dtype=_numbers(device),
    )
    return {"quantization_config": config}
