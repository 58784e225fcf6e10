"""Looks at an adapter before anything is loaded. Only numbers are taken from it, never code."""

import json
import re
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path
from typing import Any

from .safetensors_header import BadFile, Tensor, read_header

WEIGHTS = "adapter_model.safetensors"
CONFIG = "adapter_config.json"
CHECKSUMS = "SHA256SUMS"
MOST_CONFIG_BYTES = 2**20
PICKLED = (".bin", ".pt", ".pth", ".pkl", ".pickle", ".joblib", ".ckpt")
LORA_NAME = re.compile(
    r"(?:base_model\.model\.)?(?P<module>[\w.-]+)\.lora_(?P<part>[AB])\.weight", re.ASCII
)


class UnusableAdapter(Exception):
    """Completes: 'The adapter "x" cannot be used: ...'."""


@dataclass(frozen=True, slots=True)
class Limits:
    rank: int
    file_bytes: int
    checksums_required: bool


@dataclass(frozen=True, slots=True)
class CheckedAdapter:
    folder: Path
    alpha: float
    rank_stabilized: bool
    ranks: dict[str, int]
    """By the name of the module that is adapted."""

    @property
    def weights(self) -> Path:
        return self.folder / WEIGHTS

    @property
    def rank(self) -> int:
        return max(self.ranks.values())


def check_adapter(place: str, *, roots: list[Path], limits: Limits) -> CheckedAdapter:
    """Raises UnusableAdapter with the first thing that is wrong."""
    folder = Path(place).resolve()
    if not any(folder.is_relative_to(root.resolve()) for root in roots):
        raise UnusableAdapter("it lies outside of the folders of this service and its volumes")
    for name in (CONFIG, WEIGHTS):
        _check_file(folder, name)
    size = (folder / WEIGHTS).stat().st_size
    if size > limits.file_bytes:
        raise UnusableAdapter(f"it has {size} bytes, and {limits.file_bytes} are allowed")
    _check_sums(folder, required=limits.checksums_required)
    alpha, rank_stabilized = _read_config(folder / CONFIG, limits.rank)
    try:
        ranks = _ranks(read_header(folder / WEIGHTS))
    except BadFile as error:
        raise UnusableAdapter(f"{WEIGHTS} is broken: {error}") from error
    adapter = CheckedAdapter(folder, alpha, rank_stabilized, ranks)
    if adapter.rank > limits.rank:
        raise UnusableAdapter(f"its rank is {adapter.rank}, and {limits.rank} is allowed")
    return adapter


def _check_file(folder: Path, name: str) -> None:
    path = folder / name
    # A link could lead anywhere, also after it was looked at.
    if path.is_file() and path.resolve().parent == folder:
        return
    if name == WEIGHTS and folder.is_dir():
        pickled = [entry.name for entry in folder.iterdir() if entry.suffix in PICKLED]
        if pickled:
            raise UnusableAdapter(
                f'"{pickled[0]}" may run code when it is opened. Convert it with '
                f"`python tools/to_safetensors.py` and keep {WEIGHTS} only"
            )
    raise UnusableAdapter(f"it has no {name}")


def _check_sums(folder: Path, *, required: bool) -> None:
    """`SHA256SUMS` is what `sha256sum adapter_* > SHA256SUMS` writes."""
    path = folder / CHECKSUMS
    if not path.is_file():
        if required:
            raise UnusableAdapter(f"it has no {CHECKSUMS}")
        return
    with path.open(encoding="utf-8", errors="replace") as file:
        parts = [line.partition(" ") for line in file.read(MOST_CONFIG_BYTES).splitlines()]
    sums = {name.strip().lstrip("*"): digest for digest, _, name in parts}
    for name in (CONFIG, WEIGHTS):
        with (folder / name).open("rb") as file:
            if file_digest(file, "sha256").hexdigest() != sums.get(name):
                raise UnusableAdapter(f"{name} is not the file that {CHECKSUMS} lists")


def _read_config(path: Path, most: int) -> tuple[float, bool]:
    if path.stat().st_size > MOST_CONFIG_BYTES:
        raise UnusableAdapter(f"{CONFIG} is too large")
    try:
        config = json.loads(path.read_bytes())
    except (ValueError, RecursionError) as error:
        raise UnusableAdapter(f"{CONFIG} is not JSON") from error
    if not isinstance(config, dict) or config.get("peft_type") != "LORA":
        raise UnusableAdapter("it is no LoRA adapter")
    for field in ("use_dora", "modules_to_save", "layer_replication", "megatron_config"):
        if config.get(field):
            raise UnusableAdapter(f'its "{field}" is not supported here')
    if config.get("alpha_pattern") or config.get("bias", "none") != "none":
        raise UnusableAdapter('its "alpha_pattern" or "bias" is not supported here')
    rank, alpha = config.get("r"), config.get("lora_alpha")
    if type(rank) is not int or rank < 1 or not _is_number(alpha):
        raise UnusableAdapter('its "r" or "lora_alpha" is no number')
    if rank > most:
        raise UnusableAdapter(f"its rank is {rank}, and {most} is allowed")
    return float(alpha), config.get("use_rslora") is True


def _is_number(value: Any) -> bool:
    return type(value) in (int, float) and 0 < value < 1e6


def _ranks(tensors: list[Tensor]) -> dict[str, int]:
    """The rank of each adapted module, from the shapes of its two matrices."""
    shapes: dict[str, dict[str, tuple[int, ...]]] = {}
    for tensor in tensors:
        found = LORA_NAME.fullmatch(tensor.name)
        if found is None:
            raise UnusableAdapter("it holds more than LoRA matrices of linear layers")
        shapes.setdefault(found["module"], {})[found["part"]] = tensor.shape
    ranks = {module: _rank(module, parts) for module, parts in shapes.items()}
    if not ranks:
        raise UnusableAdapter("it holds nothing")
    return ranks


def _rank(module: str, parts: dict[str, tuple[int, ...]]) -> int:
    match parts:
        case {"A": (rank, _), "B": (_, same)} if rank == same and rank > 0:
            return rank
    raise UnusableAdapter(f'the matrices of "{module}" do not fit together')
