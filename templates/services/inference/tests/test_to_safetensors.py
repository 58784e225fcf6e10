import subprocess
import sys
from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="the tool needs torch")

from safetensors.torch import load_file  # noqa: E402

TOOL = Path(__file__).parents[1] / "tools" / "to_safetensors.py"


class Evil:
    def __reduce__(self) -> object:
        return (open, ("touched", "w"))


def convert(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(TOOL), str(folder)]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_tensors_are_taken_over_also_where_two_share_their_memory(tmp_path: Path) -> None:
    shared = torch.arange(4.0)
    torch.save({"a": shared, "b": shared, "c": shared[1:]}, tmp_path / "pytorch_model.bin")
    assert convert(tmp_path).returncode == 0
    state = load_file(tmp_path / "model.safetensors")
    assert [state[name].tolist() for name in "abc"] == [[0, 1, 2, 3], [0, 1, 2, 3], [1, 2, 3]]


def test_code_in_a_pickle_is_refused_and_not_run(tmp_path: Path) -> None:
    torch.save({"a": Evil()}, tmp_path / "model.pt")
    done = convert(tmp_path)
    assert done.returncode == 1
    assert "holds more than tensors" in done.stderr
    assert not (tmp_path / "touched").exists()


def test_a_folder_without_pickles_is_told(tmp_path: Path) -> None:
    assert convert(tmp_path).returncode == 1
