"""Report texts beside the ledger, by content hash, so that a text can be erased by law while the chain holds."""

from typing import Any

from vedette.store.ledger import Ledger
from vedette.store.shelf import Shelf
from vedette.terms.errors import FieldError, IntegrityError, RuleError, StoreError

__all__ = ["ERASURE", "Texts"]

ERASURE = "erasure"
"""Kind of the entry that says that a text was erased, when, why and by whom."""


class Texts:
    """Texts by the SHA-256 of their UTF-8."""

    def __init__(self, shelf: Shelf, ledger: Ledger) -> None:
        self._shelf = shelf
        self._ledger = ledger

    def put(self, text: str) -> str:
        """Keep a text and return its SHA-256 once it is durable.

        Raises RuleError for a text that was erased: it does not come back by being read again. Raises FieldError for
        half surrogates, WriteError when the folder cannot be written.
        """
        try:
            raw = text.encode()
        except UnicodeEncodeError as error:
            raise FieldError(None, "text", "characters", repr(text[error.start]), "characters of Unicode") from None
        digest = self._shelf.put(raw)
        erased = self._erasure(digest)
        if erased is not None:
            self._shelf.remove(digest)
            raise RuleError(f"text {digest}: {_told(erased)}; it is not stored again")
        return digest

    def get(self, sha256: str) -> str:
        """The text. Raises StoreError when it was erased (and says so), IntegrityError when it is missing or changed."""
        found = self._look(sha256)
        if isinstance(found, str):
            return found
        # an erasure that was killed half-way is completed by whoever looks next
        self._shelf.remove(sha256)
        raise StoreError(f"text {sha256}: {_told(found)}")

    def find(self, sha256: str) -> str | None:
        """The text, or None when it was erased. Raises IntegrityError when it is missing or changed."""
        found = self._look(sha256)
        return found if isinstance(found, str) else None

    def erased(self, sha256: str) -> bool:
        """Whether the ledger says that this text was erased."""
        return self._erasure(sha256) is not None

    def erase(self, sha256: str, reason: str, by: str) -> None:
        """Record the erasure, then remove the text; hashes and chain stay as they were.

        `reason` is the legal ground, `by` the person who decides. Raises FieldError when one is empty, StoreError when
        there is no such text.
        """
        for field, value in (("reason", reason), ("by", by)):
            if not value.strip():
                raise FieldError(None, f"erasure of {sha256}", field, value, "words that can be answered for")
        if self._erasure(sha256) is None:
            if not self._shelf.path(sha256).exists():
                raise StoreError(f"text {sha256}: not in {self._shelf.folder}; nothing to erase")
            self._ledger.append({"id": sha256, "reason": reason, "by": by}, kind=ERASURE)
        self._shelf.remove(sha256)

    def _look(self, sha256: str) -> str | dict[str, Any]:
        """The text, or what the ledger says of its erasure."""
        erased = self._erasure(sha256)
        if erased is None:
            raw = self._shelf.get(sha256)
            if raw is not None:
                return raw.decode()
            # another process may have erased it since the ledger was asked
            erased = self._erasure(sha256)
        if erased is None:
            raise IntegrityError(f"text {sha256}: not in {self._shelf.folder}, and no entry says that it was erased")
        return erased

    def _erasure(self, sha256: str) -> dict[str, Any] | None:
        entries = self._ledger.history(ERASURE, sha256)
        return {**(entries[0].body or {}), "at": entries[0].recorded_at} if entries else None


def _told(erasure: dict[str, Any]) -> str:
    return f"erased on {erasure['at']:%Y-%m-%d} by {erasure['by']}: {erasure['reason']}"
