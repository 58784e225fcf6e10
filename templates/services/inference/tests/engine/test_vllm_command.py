from pathlib import Path

import pytest

from app.engine.vllm.command import serve_command
from app.models.weights import ModelFiles, UnusableModel

from ..conftest import settings_with

PLAIN = ModelFiles(Path("/models/m"), "generate", {})


def arguments(files: ModelFiles = PLAIN, **changes: object) -> tuple[str, ...]:
    settings = settings_with(aidep_model_id="org/m", **{"aidep_model_adapters": {}, **changes})
    return serve_command(settings, files, port=9).arguments


def test_it_listens_on_this_machine_alone_with_a_key_of_its_own(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("AIDEP_TOKEN", "secret")
    monkeypatch.setenv("HF_TOKEN", "secret")
    settings = settings_with(models_dir=tmp_path)
    first, second = (serve_command(settings, PLAIN, port=9) for _ in range(2))
    assert first.arguments[:7] == (
        *("vllm", "serve", "/models/m"),
        *("--host", "127.0.0.1", "--port", "9"),
    )
    assert first.key != second.key
    assert "secret" not in first.variables.values()
    assert first.key not in first.arguments
    assert first.variables["VLLM_CACHE_ROOT"] == str(tmp_path / "vllm")


def test_room_for_adapters_is_made_only_where_there_are_some() -> None:
    assert "--enable-lora" not in arguments()
    given = arguments(aidep_model_adapters={"a": "./a"}, max_adapters=6, max_adapter_rank=20)
    at = given.index("--enable-lora")
    assert given[at : at + 7] == (
        "--enable-lora",
        *("--max-loras", "4", "--max-cpu-loras", "6", "--max-lora-rank", "32"),
    )


def test_quantization_is_what_the_engine_can_do() -> None:
    assert "--quantization" not in arguments()
    given = arguments(aidep_model_quantization="8-bit")
    assert given[given.index("--quantization") + 1] == "fp8"
    quantized = ModelFiles(Path("/m"), "generate", {"quantization_config": {"bits": 4}})
    assert "--quantization" not in arguments(quantized, aidep_model_quantization="4-bit")
    with pytest.raises(UnusableModel, match="AWQ"):
        arguments(aidep_model_quantization="4-bit")


def test_more_flags_come_last_and_those_of_snapshots_only_when_asked() -> None:
    assert arguments(vllm_args='["--enforce-eager"]')[-1] == "--enforce-eager"
    assert "--enable-sleep-mode" not in arguments()
    assert "--enable-sleep-mode" in arguments(snapshots=True)
