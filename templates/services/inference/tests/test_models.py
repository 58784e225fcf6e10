import json
from pathlib import Path

import pytest

from app.models.weights import UnusableModel, check_model, find_model

from .conftest import settings_with


def model(folder: Path, config: object = None, *, files: tuple[str, ...]) -> Path:
    folder.mkdir()
    if config is not None:
        (folder / "config.json").write_text(json.dumps(config))
    for name in files:
        (folder / name).write_bytes(b"")
    return folder


def test_what_a_model_does_is_read_from_its_configuration(tmp_path: Path) -> None:
    llama = {"architectures": ["LlamaForCausalLM"]}
    files = ("model.safetensors",)
    assert check_model(model(tmp_path / "a", llama, files=files)).task == "generate"
    detector = {"architectures": ["RobertaForSequenceClassification"]}
    assert check_model(model(tmp_path / "b", detector, files=files)).task == "classify"


@pytest.mark.parametrize("name", ["pytorch_model.bin", "model.pkl", "detector.joblib", "x.pt"])
@pytest.mark.parametrize("config", [None, {"architectures": ["BertForSequenceClassification"]}])
def test_a_pickle_is_refused_with_the_way_to_convert_it(
    tmp_path: Path, name: str, config: object
) -> None:
    folder = model(tmp_path / "m", config, files=(name,))
    with pytest.raises(UnusableModel, match=r"is a pickle.*tools/to_safetensors\.py"):
        check_model(folder)


def test_a_model_that_brings_code_is_refused(tmp_path: Path) -> None:
    config = {"auto_map": {"AutoModelForCausalLM": "evil.py--Model"}}
    with pytest.raises(UnusableModel, match="never runs"):
        check_model(model(tmp_path / "m", config, files=("model.safetensors",)))


def test_what_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnusableModel, match="no folder"):
        find_model(settings_with(aidep_model_id="./nowhere"))
    with pytest.raises(UnusableModel, match=r"no config\.json"):
        check_model(model(tmp_path / "empty", files=()))
    with pytest.raises(UnusableModel, match="no weights"):
        check_model(model(tmp_path / "bare", {}, files=()))
