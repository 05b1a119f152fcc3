"""A word that changes whenever the code or data of some packages do: part of the version of a job."""

import hashlib
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable

import vedette

__all__ = ["fingerprint"]

_CODE = (".py", ".toml", ".csv", ".json", ".onnx", ".npz", ".txt")


def fingerprint(*packages: str) -> str:
    """The version of Vedette, and a hash of the code, lexicons, numbers and models of `packages`."""
    digest = hashlib.sha256()
    for package in packages:
        for name, raw in sorted(_contents(files(package), "")):
            digest.update(f"{name}:{len(raw)}:".encode())
            digest.update(raw)
    return f"{vedette.__version__}-{digest.hexdigest()[:16]}"


def _contents(folder: Traversable, at: str) -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _contents(entry, f"{at}{entry.name}/")
        elif entry.name.endswith(_CODE):
            yield f"{at}{entry.name}", entry.read_bytes()
