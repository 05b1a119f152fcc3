"""A folder that keeps what long work brings, each file whole or not at all."""

import shutil
from pathlib import Path

from vedette.store.files import write_atomic

__all__ = ["Folder"]


class Folder:
    """Files below a folder by their name with slashes; the folder is made when the first file is kept."""

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)

    def load(self, name: str) -> bytes | None:
        """The bytes of a file, or None where there is none."""
        try:
            return (self.path / name).read_bytes()
        except FileNotFoundError:
            return None

    def save(self, name: str, raw: bytes) -> None:
        """Write a file whole or not at all, in the place of what was there. Raises OSError."""
        write_atomic(self.path / name, raw)

    def remove(self, name: str) -> None:
        """Remove a file, a folder with all that is in it, or with "" this folder once it is empty; none is none.

        Raises OSError.
        """
        path = self.path / name
        if name and path.is_dir():
            shutil.rmtree(path)
        elif name:
            path.unlink(missing_ok=True)
        elif path.is_dir() and not any(path.iterdir()):
            path.rmdir()

    def names(self, folder: str) -> list[str]:
        """Names of the files in a folder below, sorted, without those that are being written."""
        inside = self.path / folder
        return sorted(p.name for p in inside.iterdir() if not p.name.startswith(".")) if inside.is_dir() else []
