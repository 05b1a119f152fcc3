"""Files in and out: whole or not at all."""

import gzip
import os
import sys
import tempfile
from pathlib import Path

from vedette.terms.errors import FormatError

__all__ = ["read_bytes", "write_atomic"]

GZIP_MAGIC = b"\x1f\x8b"


def read_bytes(path: str | Path) -> bytes:
    """The bytes of a file, of a gzip file decompressed, or of standard input for "-".

    Raises FormatError when the file does not exist, is a folder, cannot be read or is broken gzip.
    """
    if str(path) == "-":
        return sys.stdin.buffer.read()
    try:
        raw = Path(path).read_bytes()
        return gzip.decompress(raw) if raw.startswith(GZIP_MAGIC) else raw
    except FileNotFoundError:
        raise FormatError(path, expected="a file that exists") from None
    except IsADirectoryError:
        raise FormatError(path, found="a folder", expected="a file") from None
    except PermissionError:
        raise FormatError(path, expected="a file that may be read") from None
    except (gzip.BadGzipFile, EOFError, OSError) as error:
        raise FormatError(path, found=str(error), expected="a readable file") from None


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
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
