"""Opening a workspace: made whole or not at all, never of a newer version, never live and exercise at once."""

import multiprocessing
import os
import resource
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from ledger_faults import Attacker, Place

import vedette
from vedette.store import open_workspace, state_of_workspace, verify
from vedette.terms.errors import IntegrityError, RuleError, StoreError, VersionError, WriteError


def test_a_new_workspace_says_what_it_is(place: Place) -> None:
    with place.open() as workspace:
        assert not workspace.exercise
        entry = workspace.ledger.entry(1)
    assert (entry.kind, entry.record_id) == ("meta", "workspace")
    assert entry.body["version"] == vedette.__version__
    with place.open() as again:
        assert again.ledger.head().size == 1
        assert again.id == entry.body["workspace"]


def test_an_exercise_stays_an_exercise(place: Place) -> None:
    place.open(exercise=True).close()
    with place.open() as workspace:
        assert workspace.exercise


def test_a_live_workspace_is_not_opened_for_an_exercise(place: Place) -> None:
    place.open().close()
    with pytest.raises(RuleError, match="live workspace"):
        place.open(exercise=True)


def test_a_workspace_of_a_newer_version_is_refused_and_left_alone(place: Place) -> None:
    place.open().close()
    connection = place.raw()
    connection.execute("UPDATE vedette_schema SET version_num = '9999'")
    connection.close()
    with pytest.raises(VersionError, match=r"version 9999.*up to 0001.*newer Vedette") as caught:
        place.open()
    assert "\n" not in str(caught.value)


def test_an_exercise_cannot_be_turned_live_behind_the_ledger(place: Place) -> None:
    place.open(exercise=True).close()
    connection = place.raw()
    connection.execute("UPDATE latest SET body = replace(body, 'true', 'false')")
    connection.close()
    with place.open() as workspace:
        assert workspace.exercise
    attacker = Attacker(place)
    attacker.replace([[*attacker.good[0][:7], attacker.good[0][7].replace("true", "false"), *attacker.good[0][8:]]])
    attacker.close()
    with pytest.raises(IntegrityError, match="first entry"):
        place.open()


def test_an_address_of_another_kind_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(StoreError, match="begins with postgresql://"):
        open_workspace("mysql://me@there/x")
    assert list(tmp_path.iterdir()) == []


def test_a_missing_workspace_is_not_made_when_it_is_only_read(place: Place) -> None:
    for options in ({"create": False}, {"read_only": True}):
        with pytest.raises(StoreError, match="holds no workspace"):
            place.open(**options)
    assert not place.folder.exists()


def test_the_state_for_a_health_page(place: Place) -> None:
    with place.open(exercise=True) as workspace:
        head = workspace.ledger.append({"id": "a"}, kind="incident")
    state = state_of_workspace(place.target, folder=place.folder)
    assert (state["size"], state["head"], state["exercise"], state["revision"]) == (2, head.hash, True, "0001")


def _open_and_append(place: Place) -> None:
    with place.open() as workspace:
        workspace.ledger.append({"id": str(os.getpid())}, kind="incident")


def test_processes_that_make_the_same_workspace_at_once_share_one(place: Place) -> None:
    fork = multiprocessing.get_context("fork")
    openers = [fork.Process(target=_open_and_append, args=(place,)) for _ in range(4)]
    for opener in openers:
        opener.start()
    for opener in openers:
        opener.join(60)
        assert opener.exitcode == 0
    with place.open() as workspace:
        assert len(workspace.ledger.history("meta", "workspace")) == 1
        assert len(workspace.list("incident")) == 4
        assert verify(workspace).ok
    if place.sqlite:
        assert [path.name for path in place.folder.iterdir() if path.name.startswith(".")] == []


def test_only_the_owner_can_look_into_a_new_workspace(tmp_path: Path) -> None:
    (tmp_path / "open").mkdir(mode=0o755)
    for folder in (tmp_path / "open", tmp_path / "new"):
        with open_workspace(folder) as workspace:
            workspace.checkpoint()
            mode = stat.S_IMODE((folder / "ledger.sqlite3").stat().st_mode)
            assert mode == 0o600
            (key,) = (folder / "keys").iterdir()
            assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o700


def test_the_database_is_durable(place: Place) -> None:
    with place.open() as workspace, workspace.database.engine.connect() as connection:
        if place.sqlite:
            assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
            assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
        else:
            assert connection.exec_driver_sql("SHOW synchronous_commit").scalar() == "on"


@pytest.mark.parametrize(
    ("content", "error", "told"),
    [
        (b"not a database, but long enough to be looked at" * 40, IntegrityError, "not an SQLite file"),
        (b"", StoreError, "holds no workspace"),
    ],
)
def test_a_file_that_is_no_ledger_is_told_in_one_line(tmp_path: Path, content: bytes, error: type, told: str) -> None:
    (tmp_path / "ledger.sqlite3").write_bytes(content)
    with pytest.raises(error, match=told) as caught:
        open_workspace(tmp_path, create=False)
    assert "\n" not in str(caught.value)


def test_the_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "ledger.sqlite3")
    connection.execute("CREATE TABLE ledger (amount)")
    connection.close()
    with pytest.raises(StoreError, match="not Vedette's"):
        open_workspace(tmp_path)


def test_a_server_that_does_not_answer_is_one_line_without_the_password(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as caught:
        open_workspace(f"postgresql://me:hush@/x?host={tmp_path}", folder=tmp_path)
    assert "\n" not in str(caught.value)
    assert "hush" not in str(caught.value)


def _told(action: Callable[[], None], as_nobody: bool = False) -> str:
    """Run in a child, on request without the rights that the root user has; gives the message of its WriteError."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        told = "no error"
        try:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            if as_nobody and os.geteuid() == 0:
                os.setuid(65534)
            action()
        except WriteError as error:
            told = str(error)
        except BaseException as error:  # noqa: BLE001  a fork must not return into its parent's code
            told = f"another error: {error!r}"
        finally:
            os.write(writing, told.encode())
            os._exit(0)
    os.close(writing)
    os.waitpid(child, 0)
    with os.fdopen(reading, "rb") as pipe:
        return pipe.read().decode()


@pytest.fixture
def reachable() -> Iterator[Path]:
    """A folder that another user can reach, below folders that pytest closes to others."""
    folder = Path(tempfile.mkdtemp(prefix="vedette-test-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def test_a_read_only_folder_is_one_clear_line_and_nothing_is_written(reachable: Path) -> None:
    reachable.chmod(0o555)
    told = _told(lambda: open_workspace(reachable / "new"), as_nobody=True)
    assert "cannot be written" in told
    assert "\n" not in told
    told = _told(lambda: open_workspace(reachable), as_nobody=True)
    assert "cannot be opened for writing" in told
    assert list(reachable.iterdir()) == []


def test_a_read_only_workspace_can_be_verified_but_not_written(reachable: Path) -> None:
    folder = reachable / "w"
    with open_workspace(folder) as workspace:
        workspace.ledger.append({"id": "a"}, kind="incident")
        workspace.checkpoint()
    folder.chmod(0o555)
    (folder / "ledger.sqlite3").chmod(0o444)

    def append() -> None:
        with open_workspace(folder) as workspace:
            workspace.ledger.append({"id": "b"}, kind="incident")

    told = _told(append, as_nobody=True)
    assert "read-only" in told or "cannot be opened for writing" in told

    def read() -> None:
        with open_workspace(folder, read_only=True) as workspace:
            raise WriteError(f"verified {verify(workspace).ok}")

    assert _told(read, as_nobody=True) == "verified True"
    assert sorted(path.name for path in folder.iterdir()) == ["checkpoints.jsonl", "keys", "ledger.sqlite3"]


def test_a_disk_that_fills_up_is_one_clear_line_and_loses_nothing(tmp_path: Path) -> None:
    with open_workspace(tmp_path / "w") as workspace:
        workspace.ledger.append({"id": "first"}, kind="incident")

        def fill() -> None:
            # no file may grow beyond this: the same refusal by the system as on a full disk
            resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
            with open_workspace(tmp_path / "w") as inner:
                for number in range(1000):
                    inner.ledger.append({"id": f"n-{number}", "words": "x" * 5000}, kind="incident")

        told = _told(fill)
        assert "nothing of this was written" in told
        assert "\n" not in told
        assert workspace.ledger.head().size > 2
        assert verify(workspace).ok
        workspace.ledger.append({"id": "after"}, kind="incident")
        assert verify(workspace).ok


def test_a_disk_too_small_for_a_new_workspace_is_left_empty(tmp_path: Path) -> None:
    def make() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))
        open_workspace(tmp_path / "w")

    told = _told(make)
    assert "nothing of this was written" in told
    assert not (tmp_path / "w").exists()


def test_importing_the_front_door_loads_no_database() -> None:
    code = "import sys, vedette.store; print([m for m in ('sqlalchemy', 'alembic', 'polars') if m in sys.modules])"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"


def test_an_up_to_date_workspace_is_opened_without_the_migrations(tmp_path: Path) -> None:
    open_workspace(tmp_path / "w").close()
    code = (
        "import sys; from vedette.store import open_workspace; open_workspace(sys.argv[1]).close();"
        "print([m for m in ('alembic', 'polars', 'cryptography') if m in sys.modules])"
    )
    shown = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "w")], capture_output=True, text=True, check=True
    )
    assert shown.stdout.strip() == "[]"


def test_the_migrations_make_the_tables_that_the_code_uses(place: Place) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from vedette.store.schema import REVISIONS, VERSION_TABLE, metadata

    with place.open() as workspace, workspace.database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
        assert compare_metadata(context, metadata) == []
        assert context.get_current_revision() == REVISIONS[-1]
