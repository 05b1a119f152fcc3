"""Signed checkpoints: how long the ledger was and where it ended, in words that leave the system.

A bare chain cannot show that its end was cut off, or that all of it was written anew. A checkpoint kept elsewhere can.
Signature: Ed25519 (S. Josefsson, I. Liusvaara, 2017, RFC 8032) over canonical JSON of at, head, key_id and size.
"""

import base64
import os
import tempfile
from pathlib import Path

import orjson
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from pydantic import Field, ValidationError

from vedette.store.canonical import canonical_json, sha256_hex
from vedette.store.files import read_bytes
from vedette.store.shelf import sync_folder, writing
from vedette.terms.errors import FormatError, IntegrityError, WriteError
from vedette.terms.record import Term

__all__ = ["Checkpoint", "key_id_of", "load_key", "read_checkpoints", "sign", "verify_checkpoint", "write_checkpoint"]

KEY_FILE = "checkpoint-ed25519.pem"


class Checkpoint(Term):
    """The ledger had `size` entries, the last with the hash `head`, at the instant `at` (UTC, as text)."""

    size: int = Field(ge=0)
    head: str = Field(pattern="^[0-9a-f]{64}$")
    at: str
    key_id: str = Field(description="First 16 hexadecimal digits of the SHA-256 of the public key")
    public_key: str = Field(description="The 32 bytes of the Ed25519 public key, base64")
    signature: str = Field(description="64 bytes, base64")

    @property
    def signed_bytes(self) -> bytes:
        """What the signature is over."""
        return _signed(self.size, self.head, self.at, self.key_id)


def sign(key: Ed25519PrivateKey, size: int, head: str, at: str) -> Checkpoint:
    """A checkpoint of a ledger with `size` entries that ends in the hash `head`, signed."""
    public = key.public_key().public_bytes_raw()
    key_id = sha256_hex(public)[:16]
    return Checkpoint(
        size=size,
        head=head,
        at=at,
        key_id=key_id,
        public_key=base64.b64encode(public).decode(),
        signature=base64.b64encode(key.sign(_signed(size, head, at, key_id))).decode(),
    )


def verify_checkpoint(checkpoint: Checkpoint, key_id: str | None = None) -> None:
    """Raise IntegrityError unless the signature is right and, where `key_id` is given, made with that key."""
    name = f"checkpoint of size {checkpoint.size} at {checkpoint.at}"
    try:
        public = base64.b64decode(checkpoint.public_key, validate=True)
        signature = base64.b64decode(checkpoint.signature, validate=True)
        if sha256_hex(public)[:16] != checkpoint.key_id:
            raise IntegrityError(f"{name}: its public key is not the one that key_id {checkpoint.key_id} names")
        Ed25519PublicKey.from_public_bytes(public).verify(signature, checkpoint.signed_bytes)
    except (ValueError, InvalidSignature):
        raise IntegrityError(f"{name}: the signature is wrong") from None
    if key_id is not None and checkpoint.key_id != key_id:
        raise IntegrityError(f"{name}: signed with the key {checkpoint.key_id}, expected {key_id}")


def load_key(folder: Path, create: bool = True) -> Ed25519PrivateKey | None:
    """The workspace's signing key, made on first use with mode 0600; None when there is none that we may read and none is to be made.

    Raises IntegrityError for a file that holds no Ed25519 key, WriteError when the folder cannot be written.
    """
    path = folder / KEY_FILE
    if create and not path.exists():
        _make_key(path)
    try:
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except PermissionError:
        if create:
            raise WriteError(f"{path}: permission denied; only the owner of the workspace can sign") from None
        return None
    except (ValueError, TypeError, OSError) as error:
        raise IntegrityError(f"{path}: holds no readable Ed25519 key ({str(error).splitlines()[0]})") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise IntegrityError(f"{path}: holds another kind of key, expected Ed25519")
    return key


def key_id_of(key: Ed25519PrivateKey) -> str:
    """First 16 hexadecimal digits of the SHA-256 of the public key."""
    return sha256_hex(key.public_key().public_bytes_raw())[:16]


def write_checkpoint(path: Path, checkpoint: Checkpoint) -> None:
    """Add the checkpoint to a file of JSON Lines; durable on return. Raises WriteError when it cannot be written."""
    line = orjson.dumps(checkpoint.model_dump()) + b"\n"
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o644)
        try:
            end = os.lseek(handle, 0, os.SEEK_END)
            if end and os.pread(handle, 1, end - 1) != b"\n":
                # a writer that was killed left half a line; it must not swallow this one
                line = b"\n" + line
            os.write(handle, line)
            os.fsync(handle)
        finally:
            os.close(handle)
        sync_folder(path.parent)


def read_checkpoints(path: str | Path) -> list[Checkpoint]:
    """The checkpoints of a file of JSON Lines ("-": standard input), in its order; half a line at its end is left out.

    Raises FormatError, with the line, for anything else that is not a checkpoint. Signatures are not looked at.
    """
    lines = read_bytes(path).split(b"\n")
    return [
        _parsed(path, number, line)
        for number, line in enumerate(lines, 1)
        if line.strip() and not (number == len(lines) and not _is_json(line))
    ]


def _parsed(path: str | Path, number: int, line: bytes) -> Checkpoint:
    try:
        return Checkpoint.model_validate(orjson.loads(line))
    except (ValidationError, orjson.JSONDecodeError):
        found = line.decode(errors="replace")
        raise FormatError(path, number, None, found, "a checkpoint as `vedette ledger checkpoint` writes it") from None


def _is_json(line: bytes) -> bool:
    try:
        orjson.loads(line)
    except orjson.JSONDecodeError:
        return False
    return True


def _signed(size: int, head: str, at: str, key_id: str) -> bytes:
    return canonical_json({"size": size, "head": head, "at": at, "key_id": key_id})


def _make_key(path: Path) -> None:
    raw = Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    with writing(path):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # mkstemp gives mode 0600; a link, unlike a rename, never replaces the key of a process that was faster
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".key.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(raw)
                file.flush()
                os.fsync(file.fileno())
            try:
                os.link(name, path)
            except FileExistsError:
                return
            sync_folder(path.parent)
        finally:
            Path(name).unlink()
