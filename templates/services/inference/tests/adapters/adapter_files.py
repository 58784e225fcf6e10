"""Adapters as files, made of nothing but their header: no package for tensors is needed."""

import json
from pathlib import Path
from typing import Any

CONFIG = {"peft_type": "LORA", "r": 4, "lora_alpha": 8, "target_modules": ["q_proj"]}
MODULE = "base_model.model.model.layers.0.self_attn.q_proj"


def write_adapter(
    folder: Path, *, rank: int = 4, config: Any = None, tensors: dict[str, list[int]] | None = None
) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "adapter_config.json").write_text(json.dumps(CONFIG if config is None else config))
    if tensors is None:
        tensors = {f"{MODULE}.lora_A.weight": [rank, 8], f"{MODULE}.lora_B.weight": [8, rank]}
    (folder / "adapter_model.safetensors").write_bytes(safetensors(tensors))
    return folder


def safetensors(shapes: dict[str, list[int]]) -> bytes:
    """Zeros of 32 bits each."""
    entries, end = {}, 0
    for name, shape in shapes.items():
        size = 4
        for side in shape:
            size *= side
        entries[name] = {"dtype": "F32", "shape": shape, "data_offsets": [end, end + size]}
        end += size
    header = json.dumps(entries).encode()
    return len(header).to_bytes(8, "little") + header + bytes(end)
