"""
Converts a model or adapter of PyTorch's pickled files (*.bin, *.pt, *.pth) to safetensors:

    python tools/to_safetensors.py FOLDER

Only tensors are taken from the pickle, so that nothing in it is run: a file that holds anything
else is refused. The old file stays; remove it when the new one works. Classifiers of scikit-learn
(*.pkl, *.joblib) hold code and cannot be converted: train them again, and keep them as a model of
transformers.
"""

import argparse
import sys
from pathlib import Path
from pickle import UnpicklingError

import torch
from safetensors.torch import save_file

NAMES = {"pytorch_model": "model", "adapter_model": "adapter_model"}
SUFFIXES = (".bin", ".pt", ".pth")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    found = [path for path in sorted(folder.glob("*")) if path.suffix in SUFFIXES]
    if not found:
        print(f"{folder} has no {', '.join(SUFFIXES)}.", file=sys.stderr)
        return 1
    for path in found:
        try:
            print(f"{path} -> {convert(path)}")
        except (UnpicklingError, ValueError) as error:
            print(f"{path} holds more than tensors, and was not opened: {error}", file=sys.stderr)
            return 1
    return 0


def convert(path: Path) -> Path:
    state = torch.load(path, map_location="cpu", weights_only=True)
    if not isinstance(state, dict) or not all(map(torch.is_tensor, state.values())):
        raise ValueError("it is no table of tensors")
    # Each tensor on its own: safetensors takes none that share their memory.
    tensors = {name: tensor.clone().contiguous() for name, tensor in state.items()}
    to = path.with_name(f"{NAMES.get(path.stem, path.stem)}.safetensors")
    save_file(tensors, to, metadata={"format": "pt"})
    return to


if __name__ == "__main__":
    sys.exit(main())
