"""The tables that pages and steps read: fed in the same transaction as the ledger, and rebuilt from it alone.

Two ways lead to the same rows: `feed` follows each append, `rebuild` computes everything by one statement per table.
`differences` compares what is there with what the ledger says, without writing anything.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Select, Table, case, delete, func, insert, select, text, true

from vedette.store.database import Database
from vedette.store.schema import latest, ledger, versions

__all__ = ["WITHDRAWN", "differences", "feed", "rebuild"]

WITHDRAWN = "null"
"""Body of an entry that withdraws a record over its validity."""

_CLOSE = text(
    "UPDATE versions SET recorded_to = :recorded_at"
    " WHERE kind = :kind AND record_id = :record_id AND recorded_to IS NULL"
)
_REMOVE = text("DELETE FROM latest WHERE kind = :kind AND record_id = :record_id")
_PUT = text(
    "INSERT INTO latest (kind, record_id, seq, recorded_from, valid_from, valid_to, marking, body)"
    " VALUES (:kind, :record_id, :seq, :recorded_at, :valid_from, :valid_to, :marking, :body)"
    " ON CONFLICT (kind, record_id) DO UPDATE SET seq = excluded.seq, recorded_from = excluded.recorded_from,"
    " valid_from = excluded.valid_from, valid_to = excluded.valid_to, marking = excluded.marking, body = excluded.body"
)


def feed(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Follow an append. `rows` are the new rows of the ledger, in order, with its columns as keys."""
    newest = {(row["kind"], row["record_id"]): row for row in rows}
    connection.execute(_CLOSE, [_close(row) for row in _firsts(rows)])
    connection.execute(
        insert(versions),
        [
            {
                **{name: row[name] for name in ("seq", "kind", "record_id", "valid_from", "valid_to", "marking")},
                "recorded_from": row["recorded_at"],
                # one transaction has one instant, at which a revision within it ends the version before
                "recorded_to": None if newest[row["kind"], row["record_id"]] is row else row["recorded_at"],
                "withdrawn": row["body"] == WITHDRAWN,
            }
            for row in rows
        ],
    )
    gone = [row for row in newest.values() if row["body"] == WITHDRAWN]
    there = [row for row in newest.values() if row["body"] != WITHDRAWN]
    if gone:
        connection.execute(_REMOVE, [{"kind": row["kind"], "record_id": row["record_id"]} for row in gone])
    if there:
        connection.execute(_PUT, there)


def rebuild(database: Database) -> int:
    """Empty the projections and fill them from the ledger, in one transaction; gives the number of entries read."""
    with database.write() as connection:
        for table, rows in _expected().items():
            connection.execute(delete(table))
            connection.execute(insert(table).from_select([column.name for column in table.columns], rows))
        return int(connection.execute(select(func.count()).select_from(ledger)).scalar_one())


def differences(database: Database, limit: int = 10) -> tuple[str, ...]:
    """What the live projections and the ledger disagree on, one line each; empty exactly when a rebuild changes nothing."""
    differs = "IS NOT" if database.sqlite else "IS DISTINCT FROM"
    found: list[str] = []
    with database.read() as connection:
        for what, query in _CHECKS.items():
            rows = connection.execute(text(query.replace("<>", differs) + f" LIMIT {limit}")).all()
            found += [f"{what} (entry {seq})" for (seq,) in rows]
    return tuple(found[:limit])


# the first three prove the table `versions` right, and the last three then lean on it
_CHECKS = {
    "versions: an entry is missing or told differently": """
        SELECT l.seq FROM ledger l LEFT JOIN versions v ON v.seq = l.seq
        WHERE v.seq IS NULL OR v.kind <> l.kind OR v.record_id <> l.record_id OR v.valid_from <> l.valid_from
        OR v.valid_to <> l.valid_to OR v.recorded_from <> l.recorded_at OR v.marking <> l.marking
        OR v.withdrawn <> (l.body = 'null')""",
    "versions: a row without an entry": """
        SELECT v.seq FROM versions v LEFT JOIN ledger l ON l.seq = v.seq WHERE l.seq IS NULL""",
    "versions: the end of the recorded interval is not the next revision": """
        SELECT v.seq FROM versions v JOIN (
            SELECT seq, lead(recorded_at) OVER (PARTITION BY kind, record_id ORDER BY seq) AS ends FROM ledger
        ) e ON e.seq = v.seq WHERE v.recorded_to <> e.ends""",
    "latest: a record is told differently": """
        SELECT a.seq FROM latest a LEFT JOIN ledger l ON l.seq = a.seq
        WHERE l.seq IS NULL OR a.kind <> l.kind OR a.record_id <> l.record_id OR a.recorded_from <> l.recorded_at
        OR a.valid_from <> l.valid_from OR a.valid_to <> l.valid_to OR a.marking <> l.marking OR a.body <> l.body""",
    "latest: a record is missing or not the newest": """
        SELECT v.seq FROM versions v LEFT JOIN latest a ON a.kind = v.kind AND a.record_id = v.record_id
        WHERE v.recorded_to IS NULL AND NOT v.withdrawn AND a.seq <> v.seq""",
    "latest: a record that was revised or withdrawn": """
        SELECT a.seq FROM latest a JOIN versions v ON v.seq = a.seq WHERE v.recorded_to IS NOT NULL OR v.withdrawn""",
}


def _expected() -> dict[Table, Select[Any]]:
    """For each projection, the query over the ledger that gives its rows, columns in the table's order."""
    follows = func.lead(ledger.c.recorded_at).over(
        partition_by=(ledger.c.kind, ledger.c.record_id), order_by=ledger.c.seq
    )
    every = select(
        ledger.c.seq,
        ledger.c.kind,
        ledger.c.record_id,
        ledger.c.valid_from,
        ledger.c.valid_to,
        ledger.c.recorded_at,
        follows,
        ledger.c.marking,
        case((ledger.c.body == WITHDRAWN, true()), else_=~true()),
    )
    later = ledger.alias()
    newest = (
        select(func.max(later.c.seq))
        .where(later.c.kind == ledger.c.kind, later.c.record_id == ledger.c.record_id)
        .scalar_subquery()
    )
    last = select(
        ledger.c.kind,
        ledger.c.record_id,
        ledger.c.seq,
        ledger.c.recorded_at,
        ledger.c.valid_from,
        ledger.c.valid_to,
        ledger.c.marking,
        ledger.c.body,
    ).where(ledger.c.seq == newest, ledger.c.body != WITHDRAWN)
    return {versions: every, latest: last}


def _firsts(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The first row of each record: the one that ends the version known before this append."""
    seen: dict[tuple[str, str], dict[str, Any]] = {}
    for row in rows:
        seen.setdefault((row["kind"], row["record_id"]), row)
    return list(seen.values())


def _close(row: dict[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in ("recorded_at", "kind", "record_id")}
