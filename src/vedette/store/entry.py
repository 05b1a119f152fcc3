"""One entry of the ledger, and the hash that chains it to the one before."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from json.encoder import encode_basestring as quoted
from typing import Any

from vedette.store.canonical import parsed
from vedette.store.instants import from_text, to_text
from vedette.terms.errors import IntegrityError
from vedette.terms.marking import Marking

__all__ = ["COLUMNS", "GENESIS", "Entry", "chain_hash"]

GENESIS = "0" * 64
"""`prev` of the first entry."""

COLUMNS = ("seq", "recorded_at", "kind", "record_id", "valid_from", "valid_to", "marking", "body", "prev", "hash")
"""The columns of the ledger, in the order of the arguments of `chain_hash` and then the hash itself."""


def chain_hash(
    seq: int,
    recorded_at: str,
    kind: str,
    record_id: str,
    valid_from: str | None,
    valid_to: str | None,
    marking: str,
    body: str,
    prev: str,
) -> str:
    """SHA-256 (hex) over the canonical JSON of all columns but the hash.

    `body` is canonical JSON already and is put in as it stands; the keys are written in their sorted order. Times are
    text as `instants.to_text` writes them. Raises TypeError when a column does not hold text.
    """
    begins = "null" if valid_from is None else quoted(valid_from)
    ends = "null" if valid_to is None else quoted(valid_to)
    envelope = (
        f'{{"body":{body},"kind":{quoted(kind)},"marking":{quoted(marking)},"prev":{quoted(prev)},'
        f'"record_id":{quoted(record_id)},"recorded_at":{quoted(recorded_at)},"seq":{seq},'
        f'"valid_from":{begins},"valid_to":{ends}}}'
    )
    # bytes that are not UTF-8 can only have come from outside; they must give another hash, not an exception
    return hashlib.sha256(envelope.encode(errors="surrogateescape")).hexdigest()


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as committed. Times are UTC; `body_json` is canonical JSON, "null" for a withdrawal."""

    seq: int
    recorded_at: datetime
    kind: str
    record_id: str
    valid_from: datetime | None
    valid_to: datetime | None
    marking: Marking
    body_json: str
    prev: str
    hash: str

    @property
    def body(self) -> dict[str, Any] | None:
        """The body as a dict; None for a withdrawal."""
        value: dict[str, Any] | None = parsed(self.body_json, f"entry {self.seq}")
        return value

    @property
    def intact(self) -> bool:
        """Whether the content has its hash (the place in the chain is not looked at)."""
        row = self.as_json()
        before_body = {name: row[name] for name in COLUMNS[:7]}
        return self.hash == chain_hash(**before_body, body=self.body_json, prev=self.prev)

    @classmethod
    def from_row(cls, row: Any) -> "Entry":
        """From the columns of the table `ledger`, in the order of COLUMNS.

        Raises IntegrityError for columns that no append can have written.
        """
        try:
            return cls._of(*row)
        except (TypeError, ValueError) as error:
            raise IntegrityError(f"entry {row[0]}: {error}; run `vedette ledger verify`") from None

    @classmethod
    def _of(
        cls,
        seq: int,
        recorded_at: str,
        kind: str,
        record_id: str,
        valid_from: str | None,
        valid_to: str | None,
        marking: str,
        body: str,
        prev: str,
        digest: str,
    ) -> "Entry":
        return cls(
            seq=seq,
            recorded_at=from_text(recorded_at),
            kind=kind,
            record_id=record_id,
            valid_from=from_text(valid_from) if valid_from is not None else None,
            valid_to=from_text(valid_to) if valid_to is not None else None,
            marking=Marking(marking),
            body_json=body,
            prev=prev,
            hash=digest,
        )

    def as_json(self) -> dict[str, Any]:
        """The entry as plain JSON values, as it was hashed, and its hash."""
        return {
            "seq": self.seq,
            "recorded_at": to_text(self.recorded_at),
            "kind": self.kind,
            "record_id": self.record_id,
            "valid_from": None if self.valid_from is None else to_text(self.valid_from),
            "valid_to": None if self.valid_to is None else to_text(self.valid_to),
            "marking": self.marking.value,
            "body": self.body,
            "prev": self.prev,
            "hash": self.hash,
        }
