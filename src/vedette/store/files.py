"""Files in and out: whole or not at all."""

import gzip
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from vedette.terms.errors import FormatError

__all__ = ["read_bytes", "replacing", "write_atomic"]

GZIP_MAGIC = b"\x1f\x8b"
_PIECE = 1 << 20
_BOMB_FROM = 32 << 20
_BOMB_RATIO = 150
"""Text and tables shrink to a fifth or a twentieth, the plainest tables to a hundredth; gzip can do a thousandth."""


def read_bytes(path: str | Path) -> bytes:
    """The bytes of a file, of a gzip file decompressed, or of standard input for "-".

    Raises FormatError when the file does not exist, is a folder, cannot be read, is broken gzip or a bomb of it.
    """
    if str(path) == "-":
        return sys.stdin.buffer.read()
    try:
        raw = Path(path).read_bytes()
        return _unpacked(raw, path) if raw.startswith(GZIP_MAGIC) else raw
    except FormatError:
        raise
    except FileNotFoundError:
        raise FormatError(path, expected="a file that exists") from None
    except IsADirectoryError:
        raise FormatError(path, found="a folder", expected="a file") from None
    except PermissionError:
        raise FormatError(path, expected="a file that may be read") from None
    except (gzip.BadGzipFile, EOFError, OSError) as error:
        raise FormatError(path, found=str(error), expected="a readable file") from None


def _unpacked(raw: bytes, path: str | Path) -> bytes:
    """A gzip file unpacked, piece by piece, as long as it grows no faster than text or tables do."""
    packed = BytesIO(raw)
    parts: list[bytes] = []
    size = 0
    with gzip.GzipFile(fileobj=packed) as file:
        while piece := file.read(_PIECE):
            parts.append(piece)
            size += len(piece)
            if size > _BOMB_FROM and size > _BOMB_RATIO * packed.tell():
                found = f"{len(raw):,} bytes that unpack to more than {size:,}"
                raise FormatError(path, found=found, expected="a file that is no bomb")
    return b"".join(parts)


def write_atomic(path: str | Path, content: bytes | str) -> None:
    """Write a file so that it is there whole or not at all, also after a crash or on a full disk.

    "-" is standard output; a device or pipe is written to, never replaced. Raises OSError (full disk, read-only folder).
    """
    raw = content.encode() if isinstance(content, str) else content
    if str(path) == "-":
        sys.stdout.buffer.write(raw)
        sys.stdout.buffer.flush()
        return
    target = Path(path)
    if target.exists() and not target.is_file():
        target.write_bytes(raw)
        return
    with replacing(target) as beside:
        beside.write_bytes(raw)


@contextmanager
def replacing(path: str | Path) -> Iterator[Path]:
    """A file beside `path` to write to; at the end of the block it takes the place of `path`, whole or not at all.

    For what is too large to be held as bytes. Raises OSError (full disk, read-only folder).
    """
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    os.close(handle)
    try:
        yield Path(name)
        with Path(name).open("rb") as file:
            os.fsync(file.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
