"""How vLLM is started. Flags and variables are those of 0.32 and 0.33 (`vllm serve --help=all`)."""

import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from ...models.weights import ModelFiles, UnusableModel
from ...settings import Settings

RANKS = (1, 8, 16, 32, 64, 128, 256, 320, 512)
MOST_ADAPTERS_OF_A_BATCH = 4
KEPT_FROM_IT = frozenset({"AIDEP_TOKEN", "SENTRY_DSN", "HF_TOKEN"})


@dataclass(frozen=True, slots=True)
class Command:
    arguments: tuple[str, ...]
    variables: Mapping[str, str]
    key: str
    """What the child wants to be shown by those who call it."""


def serve_command(settings: Settings, files: ModelFiles, *, port: int) -> Command:
    """It listens on this machine alone, and takes only what this service sends to it."""
    most_tokens = json.dumps({"max_new_tokens": settings.max_tokens})
    key = secrets.token_urlsafe(32)
    arguments = (
        *settings.vllm_command,
        str(files.folder),
        *("--host", "127.0.0.1", "--port", str(port)),
        *("--served-model-name", settings.aidep_model_id),
        *("--max-num-seqs", str(settings.max_concurrency)),
        *("--override-generation-config", most_tokens),
        "--disable-uvicorn-access-log",
        *_quantization_arguments(settings, files),
        *(_adapter_arguments(settings) if takes_adapters(settings) else ()),
        *(("--enable-sleep-mode",) if settings.snapshots else ()),
        *settings.vllm_args,
    )
    return Command(arguments, _variables(settings, key), key)


def _quantization_arguments(settings: Settings, files: ModelFiles) -> tuple[str, ...]:
    wanted = settings.aidep_model_quantization
    # A model that was quantized before says so itself, and vLLM reads it.
    if wanted == "none" or "quantization_config" in files.config:
        return ()
    if wanted == "8-bit":
        return ("--quantization", "fp8")
    raise UnusableModel(
        "vLLM makes 8-bit weights of a model, and takes 4-bit ones as they are. Use a model that "
        'is quantized already, such as one whose name ends in AWQ, "quantization: 8-bit", or the '
        "engine hf."
    )


def takes_adapters(settings: Settings) -> bool:
    """Room for adapters costs memory and time at each start."""
    return bool(settings.aidep_model_adapters) or settings.adapters_dir is not None


def _adapter_arguments(settings: Settings) -> tuple[str, ...]:
    most = settings.max_adapters
    rank = min(rank for rank in RANKS if rank >= settings.max_adapter_rank)
    return (
        "--enable-lora",
        *("--max-loras", str(min(most, MOST_ADAPTERS_OF_A_BATCH))),
        *("--max-cpu-loras", str(most)),
        *("--max-lora-rank", str(rank)),
    )


def _variables(settings: Settings, key: str) -> dict[str, str]:
    own = {name: value for name, value in os.environ.items() if name not in KEPT_FROM_IT}
    volume = settings.volume
    caches = (
        {}
        if volume is None
        else {
            # Compiled code stays, so that the next start does not compile it again.
            "VLLM_CACHE_ROOT": str(volume / "vllm"),
            "TRITON_CACHE_DIR": str(volume / "triton"),
        }
    )
    return {
        **own,
        **caches,
        "VLLM_API_KEY": key,
        "VLLM_NO_USAGE_STATS": "1",
        # Everything was fetched by then.
        "HF_HUB_OFFLINE": "1",
        **({"VLLM_ALLOW_RUNTIME_LORA_UPDATING": "True"} if takes_adapters(settings) else {}),
        # Opens the routes of sleep mode, which only this service reaches.
        **({"VLLM_SERVER_DEV_MODE": "1"} if settings.snapshots else {}),
    }
