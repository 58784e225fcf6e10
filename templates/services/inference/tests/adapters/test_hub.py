from pathlib import Path

import pytest

from app.adapters.check import UnusableAdapter
from app.adapters.hub import fetch_adapter

from .adapter_files import write_adapter

COMMIT = "0123456789abcdef0123456789abcdef01234567"


def test_an_adapter_is_fetched_once_for_each_commit(tmp_path: Path) -> None:
    asked: list[tuple[str, str]] = []

    def fetch(repository: str, revision: str, folder: Path) -> None:
        asked.append((repository, revision))
        write_adapter(folder)

    for _ in range(2):
        folder = fetch_adapter(f"hf:org/name@{COMMIT}", cache=tmp_path, fetch=fetch)
    assert folder == tmp_path / "adapters" / f"org--name@{COMMIT}"
    assert asked == [("org/name", COMMIT)]


@pytest.mark.parametrize(
    "place",
    ["hf:org/name", "hf:org/name@main", f"hf:../x@{COMMIT}/..", f"hf:org/name@{COMMIT}a", "hf:"],
)
def test_only_a_commit_is_taken(tmp_path: Path, place: str) -> None:
    with pytest.raises(UnusableAdapter, match="commit of 40 digits"):
        fetch_adapter(place, cache=tmp_path, fetch=lambda *_: None)


def test_a_hub_that_does_not_answer_is_told(tmp_path: Path) -> None:
    def fail(*_: object) -> None:
        raise OSError("no network")

    with pytest.raises(UnusableAdapter, match="could not be fetched: no network"):
        fetch_adapter(f"hf:org/name@{COMMIT}", cache=tmp_path, fetch=fail)
