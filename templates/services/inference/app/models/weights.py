"""Where a model's files are, and whether they are such that loading them runs no foreign code."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from ..settings import Settings

DATA_FILES = ("*.safetensors", "*.json", "*.jinja", "*.txt", "*.model")
PICKLED = ("*.bin", "*.pt", "*.pth", "*.pkl", "*.pickle", "*.joblib", "*.ckpt")


class UnusableModel(Exception):
    """Says what is wrong with the model of the settings, and what to do."""


@dataclass(frozen=True, slots=True)
class ModelFiles:
    folder: Path
    task: Literal["generate", "classify"]
    config: dict[str, Any]


def find_model(settings: Settings) -> ModelFiles:
    """A folder as it is; a name of the hub is fetched first, or taken from the volume."""
    identity = settings.aidep_model_id
    folder = Path(identity)
    if not folder.is_dir():
        if identity.startswith((".", "/", "~")):
            raise UnusableModel(f'there is no folder "{identity}" for the model.')
        folder = _fetch(identity, settings)
    return check_model(folder)


def check_model(folder: Path) -> ModelFiles:
    if not (folder / "config.json").is_file():
        _refuse_pickles(folder)
        raise UnusableModel(f'"{folder}" has no config.json.')
    config = json.loads((folder / "config.json").read_bytes())
    if config.get("auto_map"):
        raise UnusableModel(
            f'the model in "{folder}" brings code of its own, which this service never runs.'
        )
    if not any(folder.glob("*.safetensors")):
        _refuse_pickles(folder)
        raise UnusableModel(f'"{folder}" has no weights (*.safetensors).')
    names = config.get("architectures") or [""]
    task = "classify" if names[0].endswith("ForSequenceClassification") else "generate"
    return ModelFiles(folder, task, config)


def _refuse_pickles(folder: Path) -> None:
    pickled = [path for pattern in PICKLED for path in sorted(folder.glob(pattern))]
    if pickled:
        raise UnusableModel(
            f'"{pickled[0].name}" is a pickle, and opening one may run any code. Where you know '
            f"who made it, convert it: `python tools/to_safetensors.py {folder}`."
        )


def _fetch(identity: str, settings: Settings) -> Path:
    from huggingface_hub import snapshot_download

    cache = None if settings.volume is None else settings.volume / "huggingface"
    try:
        folder = snapshot_download(
            identity,
            revision=settings.aidep_model_revision,
            cache_dir=cache,
            allow_patterns=list(DATA_FILES),
        )
    except Exception as error:
        raise UnusableModel(f'"{identity}" could not be fetched: {error}') from error
    return Path(folder)
