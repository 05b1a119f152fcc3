"""The connection to SQLite or PostgreSQL: durable commits, one writer at a time, and errors in one clear line."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from vedette.terms.errors import IntegrityError, StoreError, WriteError

__all__ = ["Database", "is_url"]

WAIT_SECONDS = 60
WRITER_LOCK = 0x5665646574746531
"""Key of the PostgreSQL advisory lock that serialises writers of one database ("Vedette1")."""

_REASONS = {
    "SQLITE_FULL": "the disk is full; nothing of this was written, free some space and repeat",
    "53100": "the disk of the database server is full; nothing of this was written",
    "SQLITE_READONLY": "is read-only; choose a workspace that you may write",
    "SQLITE_CANTOPEN": "cannot be opened for writing; choose a folder that you may write",
    "SQLITE_PERM": "permission denied; choose a workspace that you may write",
    "SQLITE_AUTH": "permission denied; choose a workspace that you may write",
    "25006": "the database is read-only; choose one that you may write",
    "42501": "the database refuses this user; ask for the right to write",
    "SQLITE_IOERR": "the disk is full or faulty; nothing of this was written, free some space and repeat",
    "55P03": f"another program has kept the ledger locked for {WAIT_SECONDS} s; stop it and repeat",
    "SQLITE_BUSY": f"another program has kept the ledger locked for {WAIT_SECONDS} s; stop it and repeat",
}
_BROKEN = {
    "SQLITE_NOTADB": "is not a ledger (not an SQLite file)",
    "SQLITE_CORRUPT": "the file is damaged; restore it from a backup and verify it",
}


def is_url(target: str | Path) -> bool:
    """Whether a workspace's target is a PostgreSQL URL and not a folder."""
    return isinstance(target, str) and target.startswith(("postgresql://", "postgresql+psycopg://", "postgres://"))


class Database:
    """An engine with the settings that durability needs. `label` names it in errors, without any password.

    SQLite: WAL, synchronous=FULL, writers begin with BEGIN IMMEDIATE. PostgreSQL: synchronous_commit=on, writers take
    an advisory lock. `read_only` never creates or changes anything, not even a journal beside the file.
    """

    def __init__(self, target: str | Path, read_only: bool = False, label: str | None = None) -> None:
        self.read_only = read_only
        if is_url(target):
            self.sqlite = False
            url = make_url(str(target)).set(drivername="postgresql+psycopg")
            self.label = url.render_as_string(hide_password=True).replace("+psycopg", "", 1)
            self.engine = self._postgres(url)
        else:
            self.sqlite = True
            self.label = label or str(target)
            self.engine = self._sqlite(Path(target))

    def _sqlite(self, file: Path) -> Engine:
        engine = create_engine(
            URL.create("sqlite", database=str(file)), creator=lambda: _connect_sqlite(file, self.read_only)
        )

        @event.listens_for(engine, "begin")
        def _begin(connection: Connection) -> None:
            immediate = connection.get_execution_options().get("writer", False)
            connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")

        return engine

    def _postgres(self, url: URL) -> Engine:
        try:
            return create_engine(
                url,
                pool_pre_ping=True,
                connect_args={
                    "options": f"-c synchronous_commit=on -c lock_timeout={WAIT_SECONDS}s",
                    "connect_timeout": 10,
                    "application_name": "vedette",
                },
            )
        except ModuleNotFoundError:
            raise StoreError(f"{self.label}: PostgreSQL needs its driver: pip install 'vedette[postgres]'") from None

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that sees one state of the database throughout and cannot change it."""
        options: dict[str, Any] = (
            {} if self.sqlite else {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        )
        with self.errors(), self.engine.connect().execution_options(**options) as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """The only writing transaction at this moment, over all processes; durable when the block is left."""
        with self.errors(), self.engine.connect().execution_options(writer=True) as connection, connection.begin():
            if not self.sqlite:
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": WRITER_LOCK})
            yield connection

    @contextmanager
    def errors(self) -> Iterator[None]:
        """Turn errors of the database into WriteError, IntegrityError or StoreError with one line."""
        try:
            yield
        except DBAPIError as error:
            raise self._plain(error.orig or error) from error
        except sqlite3.Error as error:
            raise self._plain(error) from error
        except SQLAlchemyError as error:
            raise StoreError(f"{self.label}: {_first_line(error)}") from error

    def _plain(self, error: BaseException) -> StoreError:
        code = str(getattr(error, "sqlite_errorname", None) or getattr(error, "sqlstate", None) or "")
        for start, reason in _BROKEN.items():
            if code.startswith(start):
                return IntegrityError(f"{self.label}: {reason}")
        for start, reason in _REASONS.items():
            if code.startswith(start):
                return WriteError(f"{self.label}: {reason}")
        return StoreError(f"{self.label}: {_first_line(error)}")

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def _connect_sqlite(file: Path, read_only: bool) -> sqlite3.Connection:
    if read_only:
        return _connect_reader(file)
    connection = sqlite3.connect(file, isolation_level=None, timeout=WAIT_SECONDS, check_same_thread=False)
    try:
        if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
            connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA fullfsync=ON")
    except BaseException:
        connection.close()
        raise
    return connection


def _connect_reader(file: Path) -> sqlite3.Connection:
    address = f"{file.resolve().as_uri()}?mode=ro"
    connection = _reader(address)
    try:
        connection.execute("SELECT 1 FROM sqlite_master").fetchone()
    except sqlite3.OperationalError as error:
        connection.close()
        closed = error.sqlite_errorname.startswith(("SQLITE_CANTOPEN", "SQLITE_READONLY"))
        if not closed or not file.exists() or file.with_name(file.name + "-wal").exists():
            raise
        # a folder in which no journal can be made has no writer either, so the file holds still
        connection = _reader(f"{address}&immutable=1")
    return connection


def _reader(address: str) -> sqlite3.Connection:
    return sqlite3.connect(address, uri=True, isolation_level=None, timeout=WAIT_SECONDS, check_same_thread=False)


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
