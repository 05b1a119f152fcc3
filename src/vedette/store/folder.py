"""A folder that keeps what long work brings, each file whole or not at all."""

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

    def names(self, folder: str) -> list[str]:
        """Names of the files in a folder below, sorted, without those that are being written."""
        inside = self.path / folder
        return sorted(p.name for p in inside.iterdir() if not p.name.startswith(".")) if inside.is_dir() else []
