"""The append-only, hash-chained ledger: the only truth of a workspace."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from pydantic import BaseModel
from sqlalchemy import Connection, insert, select

from vedette.store.canonical import canonical_json
from vedette.store.database import Database
from vedette.store.entry import COLUMNS, GENESIS, Entry, chain_hash
from vedette.store.instants import from_text, to_text
from vedette.store.projections import WITHDRAWN, feed
from vedette.store.schema import ledger
from vedette.terms.errors import FieldError
from vedette.terms.marking import Marking

__all__ = ["Draft", "Head", "Ledger"]

CHUNK = 1000
_KIND = re.compile(r"[a-z][a-z0-9-]{0,62}")
_INNER = re.compile(r"(?<!^)(?=[A-Z])")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")

Body = BaseModel | Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry to be. Times need a zone; `valid_from` is included, `valid_to` is not, None is open at that end.

    `record` is a record or a dict; None withdraws the record over the validity given. `kind` defaults to the record's
    class (`ScheduledEvent` → scheduled-event), `record_id` to its `id`, `marking` to its own, or GREEN where it has none.
    """

    record: Body | None
    kind: str | None = None
    record_id: str | None = None
    valid_from: datetime | None = None
    valid_to: datetime | None = None
    marking: Marking | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """Where the chain ends: number of entries, hash of the last one (GENESIS when empty), and when it was recorded."""

    size: int
    hash: str
    recorded_at: str | None


class Ledger:
    """Appends and reads entries. There is no way to change or remove one; the database refuses it as well."""

    def __init__(self, database: Database, lift: Callable[[str, dict[str, Any]], dict[str, Any]] | None = None) -> None:
        self._database = database
        self._lift = lift

    def append(
        self,
        record: Body,
        *,
        kind: str | None = None,
        record_id: str | None = None,
        valid_from: datetime | None = None,
        valid_to: datetime | None = None,
        marking: Marking | None = None,
    ) -> Entry:
        """Append one entry and return it once it is durable; the arguments are those of `Draft`.

        A later entry of the same kind and id is a revision. Raises FieldError for content that has no canonical form
        or no id, WriteError when the workspace cannot be written.
        """
        return self.append_many([Draft(record, kind, record_id, valid_from, valid_to, marking)])[0]

    def withdraw(
        self, kind: str, record_id: str, *, valid_from: datetime | None = None, valid_to: datetime | None = None
    ) -> Entry:
        """Append that the record is not true from `valid_from` until before `valid_to` (None: open at that end)."""
        return self.append_many([Draft(None, kind, record_id, valid_from, valid_to)])[0]

    def append_many(self, drafts: Iterable[Draft | Body]) -> list[Entry]:
        """Append all, or none, in one transaction and with one instant of its own; returned once they are durable."""
        prepared = [self.prepare(draft if isinstance(draft, Draft) else Draft(draft)) for draft in drafts]
        if not prepared:
            return []
        with self._database.write() as connection:
            return append_within(connection, prepared)

    def head(self) -> Head:
        """Size and last hash."""
        with self._database.read() as connection:
            return read_head(connection)

    def entry(self, seq: int) -> Entry | None:
        """The entry with this number (the first is 1), None where there is none."""
        return next(iter(self._select(ledger.c.seq == seq)), None)

    def history(self, kind: str, record_id: str) -> list[Entry]:
        """Every entry on a record, oldest first: the record, its revisions and withdrawals."""
        return list(self._select(ledger.c.kind == kind, ledger.c.record_id == record_id))

    def recent(self, number: int = 20, kind: str | None = None) -> list[Entry]:
        """The last entries, newest first, of one kind where given."""
        query = select(*ledger.columns).order_by(ledger.c.seq.desc()).limit(number)
        if kind is not None:
            query = query.where(ledger.c.kind == kind)
        with self._database.read() as connection:
            return [Entry.from_row(row) for row in connection.execute(query)]

    def entries(self, after: int = 0, kind: str | None = None) -> Iterator[Entry]:
        """Entries with a number above `after`, oldest first, read in chunks; the ledger may grow meanwhile."""
        while True:
            query = select(*ledger.columns).where(ledger.c.seq > after).order_by(ledger.c.seq).limit(CHUNK)
            if kind is not None:
                query = query.where(ledger.c.kind == kind)
            with self._database.read() as connection:
                chunk = [Entry.from_row(row) for row in connection.execute(query)]
            yield from chunk
            if len(chunk) < CHUNK:
                return
            after = chunk[-1].seq

    def prepare(self, draft: Draft) -> dict[str, Any]:
        """The columns that content decides, as text, checked; what must stay out of the ledger is lifted out here."""
        record = draft.record
        body = None if record is None else _plain(record)
        kind = draft.kind or (_INNER.sub("-", type(record).__name__).lower() if isinstance(record, BaseModel) else "")
        if not _KIND.fullmatch(kind):
            raise FieldError(None, "ledger entry", "kind", kind, "a word of lower-case letters, digits and hyphens")
        given = draft.record_id or (body or {}).get("id")
        if not isinstance(given, str) or not given or _CONTROL.search(given):
            raise FieldError(
                None, f"ledger entry of kind {kind}", "record_id", given, "an id without control characters"
            )
        begins = None if draft.valid_from is None else to_text(draft.valid_from, "valid_from")
        ends = None if draft.valid_to is None else to_text(draft.valid_to, "valid_to")
        if begins is not None and ends is not None and ends <= begins:
            raise FieldError(None, f"{kind} {given}", "valid_to", ends, f"a time after valid_from ({begins})")
        own = (body or {}).get("marking")
        try:
            marking = draft.marking or (Marking(own) if own is not None else Marking.GREEN)
        except ValueError:
            raise FieldError(
                None, f"{kind} {given}", "marking", own, "a TLP 2.0 marking such as AMBER+STRICT"
            ) from None
        if body is not None and self._lift is not None:
            body = self._lift(kind, body)
        return {
            "kind": kind,
            "record_id": given,
            "valid_from": begins,
            "valid_to": ends,
            "marking": marking.value,
            "body": WITHDRAWN if body is None else canonical_json(body).decode(),
        }

    def _select(self, *conditions: Any) -> list[Entry]:
        query = select(*ledger.columns).where(*conditions).order_by(ledger.c.seq)
        with self._database.read() as connection:
            return [Entry.from_row(row) for row in connection.execute(query)]


def read_head(connection: Connection) -> Head:
    """The end of the chain as this transaction sees it."""
    row = connection.execute(
        select(ledger.c.seq, ledger.c.hash, ledger.c.recorded_at).order_by(ledger.c.seq.desc()).limit(1)
    ).first()
    return Head(0, GENESIS, None) if row is None else Head(row.seq, row.hash, row.recorded_at)


def append_within(connection: Connection, prepared: Sequence[dict[str, Any]]) -> list[Entry]:
    """Number, date, chain and insert prepared rows inside a writing transaction, and feed the projections."""
    head = read_head(connection)
    instant = to_text(datetime.now(UTC))
    if head.recorded_at is not None and instant <= head.recorded_at:
        # known_at rests on this order: a clock that was set back must not break it, nor may what was known at an instant
        # grow by a later transaction of the same microsecond
        instant = to_text(from_text(head.recorded_at) + timedelta(microseconds=1))
    prev, rows = head.hash, []
    for seq, fields in enumerate(prepared, head.size + 1):
        row = {"seq": seq, "recorded_at": instant, **fields, "prev": prev}
        row["hash"] = prev = chain_hash(**row)
        rows.append(row)
    for start in range(0, len(rows), CHUNK):
        connection.execute(insert(ledger), rows[start : start + CHUNK])
    feed(connection, rows)
    return [Entry.from_row([row[name] for name in COLUMNS]) for row in rows]


def _plain(record: Body) -> dict[str, Any]:
    if isinstance(record, BaseModel):
        return record.model_dump(mode="json")
    if isinstance(record, Mapping):
        return dict(record)
    raise FieldError(None, "ledger entry", "body", type(record).__name__, "a record or a dict")
