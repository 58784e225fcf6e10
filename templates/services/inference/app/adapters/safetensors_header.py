"""What a file of safetensors says about itself, without reading a single weight."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# A header lists names and shapes: adapters have a few thousand of them.
MOST_HEADER_BYTES = 8 * 2**20
LENGTH_BYTES = 8


class BadFile(Exception):
    """Not a whole file of safetensors."""


@dataclass(frozen=True, slots=True)
class Tensor:
    name: str
    shape: tuple[int, ...]


def read_header(path: Path) -> list[Tensor]:
    """https://huggingface.co/docs/safetensors (2026-11-21): a length, JSON of that length, data."""
    size = path.stat().st_size
    with path.open("rb") as file:
        length = int.from_bytes(file.read(LENGTH_BYTES), "little")
        if size < LENGTH_BYTES or length > min(MOST_HEADER_BYTES, size - LENGTH_BYTES):
            raise BadFile("its header is not whole")
        text = file.read(length)
    try:
        entries = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadFile("its header is not JSON") from error
    if not isinstance(entries, dict):
        raise BadFile("its header is not an object")
    found = [_tensor(name, entry) for name, entry in entries.items() if name != "__metadata__"]
    end = max((end for _, end in found), default=0)
    if LENGTH_BYTES + length + end != size:
        raise BadFile("it is cut off, or longer than it says")
    return [tensor for tensor, _ in found]


def _tensor(name: str, entry: Any) -> tuple[Tensor, int]:
    match entry:
        case {"shape": [*shape], "data_offsets": [int(begin), int(end)]} if 0 <= begin <= end:
            if all(type(side) is int and side >= 0 for side in shape):
                return Tensor(name, tuple(shape)), end
    raise BadFile("its header has an entry that describes no tensor")
