"""
Puts a folder with a model, or with adapters, on a volume of Modal, with the checksums of its files:

    python tools/upload_model.py VOLUME FOLDER [--to PATH] [--env ENVIRONMENT]

The volume of a service is named in the file that `aidep render` writes. On it, FOLDER is found
under its own name, or PATH: `/models/my-model` where the volume is mounted at /models. Needs the
package modal and its token. Only safetensors are uploaded as weights.
"""

import argparse
import sys
from hashlib import file_digest
from pathlib import Path

DATA = {".safetensors", ".json", ".jinja", ".txt", ".model", ".md"}
CHECKSUMS = "SHA256SUMS"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("volume")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--to")
    parser.add_argument("--env")
    asked = parser.parse_args()
    files = data_files(asked.folder)
    if not any(path.suffix == ".safetensors" for path in files):
        print(f"{asked.folder} has no weights (*.safetensors).", file=sys.stderr)
        return 1
    write_checksums(files)

    import modal

    volume = modal.Volume.from_name(
        asked.volume, environment_name=asked.env, create_if_missing=True
    )
    upload(volume, asked.folder, asked.to or asked.folder.resolve().name)
    return 0


def upload(volume, folder: Path, to: str) -> None:
    """What is there already is replaced, so that an upload that was cut off can be repeated."""
    with volume.batch_upload(force=True) as batch:
        for path in [*data_files(folder), *sorted(folder.rglob(CHECKSUMS))]:
            place = f"/{to.strip('/')}/{path.relative_to(folder).as_posix()}"
            print(f"{path} -> {place}")
            batch.put_file(path, place)


def data_files(folder: Path) -> list[Path]:
    """No links, no hidden files, nothing that could hold code."""
    return [
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink() and path.suffix in DATA
    ]


def write_checksums(files: list[Path]) -> None:
    """One list in each folder, as `sha256sum --check` and this service read it."""
    for folder in sorted({path.parent for path in files}):
        inside = [path for path in files if path.parent == folder]
        lines = [f"{_digest(path)}  {path.name}\n" for path in inside]
        (folder / CHECKSUMS).write_text("".join(lines))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


if __name__ == "__main__":
    sys.exit(main())
