from hashlib import sha256
from pathlib import Path

import pytest

from app.adapters.check import CheckedAdapter, Limits, UnusableAdapter, check_adapter
from app.adapters.places import AdapterPlaces

from .adapter_files import CONFIG, MODULE, write_adapter


def check(folder: Path, *, root: Path | None = None, **changes: object) -> CheckedAdapter:
    limits = {"rank": 16, "file_bytes": 10_000, "checksums_required": False, **changes}
    return check_adapter(str(folder), roots=[root or folder.parent], limits=Limits(**limits))


def test_what_is_right_is_taken_as_numbers(tmp_path: Path) -> None:
    found = check(write_adapter(tmp_path / "a", rank=4))
    assert found.ranks == {"model.layers.0.self_attn.q_proj": 4}
    assert (found.alpha, found.rank, found.rank_stabilized) == (8.0, 4, False)


@pytest.mark.parametrize(
    ("config", "why"),
    [
        ({**CONFIG, "peft_type": "IA3"}, "no LoRA adapter"),
        ([], "no LoRA adapter"),
        ({**CONFIG, "r": 17}, "rank is 17, and 16 is allowed"),
        ({**CONFIG, "r": "4"}, "no number"),
        ({**CONFIG, "lora_alpha": 1e9}, "no number"),
        ({**CONFIG, "use_dora": True}, '"use_dora"'),
        ({**CONFIG, "modules_to_save": ["lm_head"]}, '"modules_to_save"'),
        # peft imports the module that this names.
        ({**CONFIG, "megatron_config": {"a": 1}, "megatron_core": "os"}, '"megatron_config"'),
    ],
)
def test_a_configuration_that_is_not_what_it_should_be_is_refused(
    tmp_path: Path, config: object, why: str
) -> None:
    with pytest.raises(UnusableAdapter, match=why):
        check(write_adapter(tmp_path / "a", config=config))


@pytest.mark.parametrize(
    ("tensors", "why"),
    [
        ({f"{MODULE}.lora_A.weight": [64, 8], f"{MODULE}.lora_B.weight": [8, 64]}, "rank is 64"),
        ({f"{MODULE}.lora_A.weight": [4, 8]}, "do not fit together"),
        ({f"{MODULE}.lora_A.weight": [4, 8], f"{MODULE}.lora_B.weight": [8, 5]}, "do not fit"),
        ({"model.lm_head.weight": [4, 8]}, "holds more than LoRA"),
        ({}, "holds nothing"),
    ],
)
def test_tensors_that_are_not_what_the_configuration_says_are_refused(
    tmp_path: Path, tensors: dict[str, list[int]], why: str
) -> None:
    with pytest.raises(UnusableAdapter, match=why):
        check(write_adapter(tmp_path / "a", tensors=tensors))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda whole: whole[:-1],
        lambda whole: whole + b"0",
        lambda whole: whole[:4],
        lambda whole: b"",
        lambda whole: b"\xff" * 8 + whole[8:],
        lambda whole: whole.replace(b'"shape"', b'"shapes'),
        lambda whole: whole.replace(b"F32", b'F"2'),
        lambda whole: (100_000).to_bytes(8, "little") + b"[" * 100_000,
    ],
)
def test_a_broken_file_is_refused(tmp_path: Path, spoil: object) -> None:
    folder = write_adapter(tmp_path / "a")
    weights = folder / "adapter_model.safetensors"
    weights.write_bytes(spoil(weights.read_bytes()))
    with pytest.raises(UnusableAdapter, match="broken"):
        check(folder, file_bytes=10**6)


def test_what_is_missing_or_too_large_is_named(tmp_path: Path) -> None:
    folder = write_adapter(tmp_path / "a")
    with pytest.raises(UnusableAdapter, match="and 10 are allowed"):
        check(folder, file_bytes=10)
    (folder / "adapter_model.safetensors").unlink()
    with pytest.raises(UnusableAdapter, match=r"has no adapter_model\.safetensors"):
        check(folder)
    with pytest.raises(UnusableAdapter, match=r"has no adapter_config\.json"):
        check(tmp_path / "nowhere")


def test_a_pickle_is_never_opened_and_its_conversion_is_told(tmp_path: Path) -> None:
    folder = write_adapter(tmp_path / "a")
    (folder / "adapter_model.safetensors").rename(folder / "adapter_model.bin")
    with pytest.raises(UnusableAdapter, match=r"tools/to_safetensors\.py"):
        check(folder)


def test_nothing_outside_of_the_roots_is_looked_at(tmp_path: Path) -> None:
    outside = write_adapter(tmp_path / "outside")
    root = tmp_path / "root"
    root.mkdir()
    (root / "link").symlink_to(outside)
    half = write_adapter(root / "half")
    (half / "adapter_model.safetensors").unlink()
    (half / "adapter_model.safetensors").symlink_to(outside / "adapter_model.safetensors")
    for place in (outside, root / "link", root / ".." / "outside"):
        with pytest.raises(UnusableAdapter, match="outside"):
            check(place, root=root)
    with pytest.raises(UnusableAdapter, match="has no"):
        check(half, root=root)


def test_checksums_are_held_where_they_are_and_may_be_required(tmp_path: Path) -> None:
    folder = write_adapter(tmp_path / "a")
    with pytest.raises(UnusableAdapter, match="SHA256SUMS"):
        check(folder, checksums_required=True)
    names = ("adapter_config.json", "adapter_model.safetensors")
    sums = [f"{sha256((folder / name).read_bytes()).hexdigest()}  {name}\n" for name in names]
    (folder / "SHA256SUMS").write_text("".join(sums))
    assert check(folder, checksums_required=True).rank == 4
    write_adapter(folder, rank=8)
    with pytest.raises(UnusableAdapter, match="is not the file that SHA256SUMS lists"):
        check(folder)


def test_names_lead_to_the_manifest_and_to_one_root_only(tmp_path: Path) -> None:
    for name in ("b", "a", "Bad Name"):
        write_adapter(tmp_path / name)
    places = AdapterPlaces({"named": "./x"}, root=tmp_path)
    assert places.names() == ["named", "a", "b"]
    assert places.find("named").place == "./x"
    assert places.find("a").place == str(tmp_path / "a")
    for name in ("..", "../a", "/etc", "Bad Name", "", "a/b", "a\0", "c"):
        assert places.find(name) is None
