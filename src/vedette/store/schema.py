"""The tables of a workspace: the ledger, which is the truth, and the projections, which can be dropped and rebuilt.

Times are text (`instants.to_text`), hashes 64 hexadecimal digits; both are the same on SQLite and PostgreSQL.
Migrations create these tables (`store/migrations`); a test compares them with what stands here.
"""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, MetaData, Table, Text, UniqueConstraint

__all__ = ["REVISIONS", "VERSION_TABLE", "latest", "ledger", "metadata", "versions"]

VERSION_TABLE = "vedette_schema"
REVISIONS = ("0001",)
"""Every revision of the schema that this Vedette knows, oldest first; a workspace at any other is of a newer one."""

metadata = MetaData()
_Number = BigInteger().with_variant(Integer, "sqlite")

ledger = Table(
    "ledger",
    metadata,
    Column("seq", _Number, primary_key=True, autoincrement=False),
    Column("recorded_at", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("record_id", Text, nullable=False),
    Column("valid_from", Text),
    Column("valid_to", Text),
    Column("marking", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("prev", Text, nullable=False),
    Column("hash", Text, nullable=False),
    UniqueConstraint("prev", name="ledger_prev_once"),
    UniqueConstraint("hash", name="ledger_hash_once"),
    Index("ledger_by_record", "kind", "record_id", "seq"),
)

versions = Table(
    "versions",
    metadata,
    Column("seq", _Number, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("record_id", Text, nullable=False),
    Column("valid_from", Text),
    Column("valid_to", Text),
    Column("recorded_from", Text, nullable=False),
    Column("recorded_to", Text),
    Column("marking", Text, nullable=False),
    Column("withdrawn", Boolean, nullable=False),
    Index("versions_by_record", "kind", "record_id", "recorded_from"),
)
"""One row per entry: when it was true and when it was the newest word on its record (recorded_to: null while it is)."""

latest = Table(
    "latest",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("record_id", Text, primary_key=True),
    Column("seq", _Number, nullable=False),
    Column("recorded_from", Text, nullable=False),
    Column("valid_from", Text),
    Column("valid_to", Text),
    Column("marking", Text, nullable=False),
    Column("body", Text, nullable=False),
    Index("latest_by_seq", "kind", "seq"),
)
"""The newest version of each record that has not been withdrawn, with its body."""
