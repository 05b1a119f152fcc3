"""Files kept by the SHA-256 of their content: durable before their name is told, checked whenever they are read."""

import contextlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from vedette.store.canonical import sha256_hex
from vedette.store.files import write_atomic
from vedette.terms.errors import FieldError, IntegrityError, WriteError

__all__ = ["Shelf", "sync_folder", "writing"]


class Shelf:
    """A folder of files named by their hash, spread over 256 subfolders."""

    def __init__(self, folder: Path, suffix: str) -> None:
        self.folder = folder
        self.suffix = suffix

    def path(self, sha256: str) -> Path:
        """Where the file of this hash lies or would lie. Raises FieldError for what is no SHA-256."""
        if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
            raise FieldError(self.folder, None, "sha256", sha256, "64 lower-case hexadecimal digits")
        return self.folder / sha256[:2] / (sha256 + self.suffix)

    def put(self, content: bytes) -> str:
        """Keep the content and return its SHA-256 once it is durable. Raises WriteError when it cannot be written."""
        digest = sha256_hex(content)
        path = self.path(digest)
        with writing(path):
            # a file that a fault has changed is replaced by the right one
            if not path.exists() or sha256_hex(path.read_bytes()) != digest:
                new = not path.parent.exists()
                write_atomic(path, content)
                path.chmod(0o600)
                sync_folder(path.parent)
                if new:
                    sync_folder(self.folder)
        return digest

    def get(self, sha256: str) -> bytes | None:
        """The content, None where there is no such file. Raises IntegrityError when it no longer has its hash."""
        path = self.path(sha256)
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            return None
        if sha256_hex(content) != sha256:
            raise IntegrityError(f"{path}: the content is not what was stored; restore it from a backup")
        return content

    def remove(self, sha256: str) -> bool:
        """Remove the file for good; whether there was one."""
        path = self.path(sha256)
        with writing(path):
            if not path.exists():
                return False
            path.unlink()
            sync_folder(path.parent)
            return True


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable; a file system that cannot is left to its own care."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn an OSError while writing `path` into one clear WriteError."""
    try:
        yield
    except OSError as error:
        raise WriteError(f"{path}: cannot be written ({error.strerror or error}); nothing of it was kept") from error
