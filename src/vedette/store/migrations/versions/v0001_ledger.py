"""The ledger, guarded by the database itself, and its two projections."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# REPLACE deletes rows without firing a DELETE trigger, so SQLite must check the place of a new row before it is put in
_SQLITE_GUARDS = (
    """CREATE TRIGGER ledger_no_update BEFORE UPDATE ON ledger
    BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: UPDATE refused'); END""",
    """CREATE TRIGGER ledger_no_delete BEFORE DELETE ON ledger
    BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: DELETE refused'); END""",
    """CREATE TRIGGER ledger_next_only BEFORE INSERT ON ledger
    WHEN NEW.seq IS NOT coalesce((SELECT max(seq) FROM ledger), 0) + 1
      OR NEW.prev IS NOT coalesce((SELECT hash FROM ledger ORDER BY seq DESC LIMIT 1), printf('%064d', 0))
    BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: an entry must follow the last one'); END""",
)

_POSTGRES_GUARDS = (
    """CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'the ledger is append-only: % refused', TG_OP; END $$""",
    """CREATE FUNCTION ledger_follow() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE head record;
    BEGIN
      SELECT seq, hash INTO head FROM ledger ORDER BY seq DESC LIMIT 1;
      IF NEW.seq IS DISTINCT FROM coalesce(head.seq, 0) + 1
        OR NEW.prev IS DISTINCT FROM coalesce(head.hash, repeat('0', 64)) THEN
        RAISE EXCEPTION 'the ledger is append-only: an entry must follow the last one';
      END IF;
      RETURN NEW;
    END $$""",
    """CREATE TRIGGER ledger_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()""",
    """CREATE TRIGGER ledger_next_only BEFORE INSERT ON ledger
    FOR EACH ROW EXECUTE FUNCTION ledger_follow()""",
    # ALWAYS: also in a session that plays a replica, which skips ordinary triggers
    "ALTER TABLE ledger ENABLE ALWAYS TRIGGER ledger_no_change",
    "ALTER TABLE ledger ENABLE ALWAYS TRIGGER ledger_next_only",
)


def upgrade() -> None:
    """Create the tables, their indexes and the triggers that refuse every change but the next entry."""
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "ledger",
        sa.Column("seq", number, primary_key=True, autoincrement=False),
        sa.Column("recorded_at", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("record_id", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Text()),
        sa.Column("valid_to", sa.Text()),
        sa.Column("marking", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("prev", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.UniqueConstraint("prev", name="ledger_prev_once"),
        sa.UniqueConstraint("hash", name="ledger_hash_once"),
    )
    op.create_index("ledger_by_record", "ledger", ["kind", "record_id", "seq"])
    op.create_table(
        "versions",
        sa.Column("seq", number, primary_key=True, autoincrement=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("record_id", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Text()),
        sa.Column("valid_to", sa.Text()),
        sa.Column("recorded_from", sa.Text(), nullable=False),
        sa.Column("recorded_to", sa.Text()),
        sa.Column("marking", sa.Text(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
    )
    op.create_index("versions_by_record", "versions", ["kind", "record_id", "recorded_from"])
    op.create_table(
        "latest",
        sa.Column("kind", sa.Text(), primary_key=True),
        sa.Column("record_id", sa.Text(), primary_key=True),
        sa.Column("seq", number, nullable=False),
        sa.Column("recorded_from", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Text()),
        sa.Column("valid_to", sa.Text()),
        sa.Column("marking", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
    )
    op.create_index("latest_by_seq", "latest", ["kind", "seq"])
    for statement in _SQLITE_GUARDS if op.get_bind().dialect.name == "sqlite" else _POSTGRES_GUARDS:
        op.execute(sa.text(statement))


def downgrade() -> None:
    """Refuse: before the first revision there is no ledger, and a ledger is not thrown away."""
    raise RuntimeError("the ledger cannot be taken away by a migration")
