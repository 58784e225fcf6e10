"""Where adapters may come from. A request only ever gives a name."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
ON_THE_HUB = re.compile(
    r"hf:(?P<repository>\w[\w.-]*/\w[\w.-]*)@(?P<revision>[0-9a-f]{40})", re.ASCII
)


@dataclass(frozen=True, slots=True)
class Adapter:
    """An adapter that a request may name."""

    name: str
    place: str
    """A folder, or `hf:owner/name@commit`."""


class AdapterPlaces:
    """The adapters of the manifest, and the folders of one root, which may change while it runs."""

    def __init__(self, named: Mapping[str, str], *, root: Path | None) -> None:
        self._named = {name: Adapter(name, place) for name, place in named.items()}
        self._root = root

    def find(self, name: str) -> Adapter | None:
        if name in self._named:
            return self._named[name]
        if self._root is None or NAME.fullmatch(name) is None:
            return None
        folder = self._root / name
        return Adapter(name, str(folder)) if folder.is_dir() else None

    def names(self) -> list[str]:
        """Those of the manifest first, in its order."""
        if self._root is None or not self._root.is_dir():
            return list(self._named)
        folders = sorted(entry.name for entry in self._root.iterdir() if entry.is_dir())
        found = [name for name in folders if name not in self._named and NAME.fullmatch(name)]
        return [*self._named, *found]
