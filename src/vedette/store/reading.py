"""Bitemporal reads: what was true at a time (`as_of`), as the ledger stood at an instant (`known_at`).

An entry says what is true of a record from its valid_from until before its valid_to, and nothing about other times.
Where two entries on a record speak of the same time, the later entry is right. So a correction leaves what it does not
speak of as it was, and a withdrawal takes away what it does speak of. (R. T. Snodgrass, 2000, Developing Time-Oriented
Database Applications in SQL.)
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, or_, select

from vedette.store.instants import to_text
from vedette.store.schema import latest, ledger, versions

__all__ = ["bodies"]


def bodies(
    kind: str, record_id: str | None = None, as_of: datetime | None = None, known_at: datetime | None = None
) -> Select[Any]:
    """The query for the bodies (canonical JSON) of a kind, or of one record of it, in the order of their entries.

    Without `as_of`: the newest version of each record, whatever its validity. Times need a zone (FieldError).
    """
    if as_of is None and known_at is None:
        query = select(latest.c.body).where(latest.c.kind == kind).order_by(latest.c.seq)
        return query if record_id is None else query.where(latest.c.record_id == record_id)
    said = versions.c.kind == kind
    if record_id is not None:
        said &= versions.c.record_id == record_id
    if known_at is not None:
        said &= versions.c.recorded_from <= to_text(known_at, "known_at")
    if as_of is not None:
        at = to_text(as_of, "as_of")
        said &= or_(versions.c.valid_from.is_(None), versions.c.valid_from <= at)
        said &= or_(versions.c.valid_to.is_(None), versions.c.valid_to > at)
    last = select(func.max(versions.c.seq)).where(said).group_by(versions.c.record_id)
    return (
        select(ledger.c.body)
        .join(versions, versions.c.seq == ledger.c.seq)
        .where(versions.c.seq.in_(last), ~versions.c.withdrawn)
        .order_by(ledger.c.seq)
    )
