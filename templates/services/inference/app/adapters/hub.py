"""Adapters of the Hugging Face Hub, at one commit. Nothing but data files is ever fetched."""

from collections.abc import Callable
from pathlib import Path

from .check import CHECKSUMS, CONFIG, WEIGHTS, UnusableAdapter
from .places import ON_THE_HUB

Fetch = Callable[[str, str, Path], None]


def is_on_hub(place: str) -> bool:
    return place.startswith("hf:")


def fetch_adapter(place: str, *, cache: Path, fetch: Fetch | None = None) -> Path:
    """The folder with its files. What is there already is not fetched again."""
    found = ON_THE_HUB.fullmatch(place)
    if found is None:
        raise UnusableAdapter(f'"{place}" is not "hf:owner/name@" and a commit of 40 digits')
    repository, revision = found["repository"], found["revision"]
    folder = cache / "adapters" / f"{repository.replace('/', '--')}@{revision}"
    if not all((folder / name).is_file() for name in (CONFIG, WEIGHTS)):
        try:
            (fetch or _fetch)(repository, revision, folder)
        except Exception as error:
            raise UnusableAdapter(f"it could not be fetched: {error}") from error
    return folder


def _fetch(repository: str, revision: str, folder: Path) -> None:
    from huggingface_hub import snapshot_download

    files = [CONFIG, WEIGHTS, CHECKSUMS]
    # Files, where the hub's own cache would have links.
    snapshot_download(repository, revision=revision, local_dir=folder, allow_patterns=files)
