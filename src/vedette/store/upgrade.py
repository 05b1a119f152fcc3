"""Bring a database to the schema of this Vedette, or say clearly that it is of a newer one."""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from vedette.store.database import Database
from vedette.store.schema import REVISIONS, VERSION_TABLE
from vedette.terms.errors import StoreError, VersionError

__all__ = ["revision_of", "upgrade"]


def revision_of(database: Database) -> str | None:
    """The revision of the schema, None for a database without a workspace.

    Raises VersionError for a revision that this Vedette does not know, StoreError when the tables are somebody else's.
    """
    with database.read() as connection:
        return _revision(connection, database.label)


def upgrade(connection: Connection, label: str) -> str | None:
    """Run the missing revisions inside the connection's writing transaction; the revision from before is returned.

    Raises the same as `revision_of`.
    """
    before = _revision(connection, label)
    if before != REVISIONS[-1]:
        # half a second of imports that an up-to-date workspace is spared
        from alembic import command
        from alembic.config import Config

        config = Config()
        config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
        config.set_main_option("path_separator", "os")
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return before


def _revision(connection: Connection, label: str) -> str | None:
    tables = inspect(connection).get_table_names()
    if VERSION_TABLE not in tables:
        if "ledger" in tables:
            raise StoreError(
                f"{label}: holds a table `ledger` that is not Vedette's; choose another folder or database"
            )
        return None
    found = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()  # noqa: S608  a constant name
    if found is not None and found not in REVISIONS:
        raise VersionError(
            f"{label}: the workspace has version {found}, this Vedette knows versions up to {REVISIONS[-1]};"
            " open it with a newer Vedette"
        )
    return None if found is None else str(found)
