"""A workspace: one ledger with its projections, texts, archive and key, live or for an exercise."""

import contextlib
import os
import uuid
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import vedette
from vedette.store.canonical import parsed
from vedette.store.database import Database, is_url
from vedette.store.ledger import Draft, Ledger, append_within
from vedette.store.passages import Passages
from vedette.store.projections import differences, rebuild
from vedette.store.reading import bodies
from vedette.store.schema import REVISIONS
from vedette.store.shelf import Shelf, sync_folder, writing
from vedette.store.texts import Texts
from vedette.store.upgrade import revision_of, upgrade
from vedette.terms.errors import IntegrityError, RuleError, StoreError, UnknownReferenceError

if TYPE_CHECKING:
    from collections.abc import Iterable

    import polars as pl

    from vedette.store.checkpoints import Checkpoint
    from vedette.store.verification import Verification
    from vedette.terms.forecast import Forecast

__all__ = ["Workspace", "open_workspace", "state_of_workspace", "verify"]

LEDGER_FILE = "ledger.sqlite3"
CHECKPOINTS_FILE = "checkpoints.jsonl"
DEFAULT_FOLDER = "vedette-workspace"
META, META_ID = "meta", "workspace"

Bodies = list[dict[str, Any]]


class Workspace:
    """What `open_workspace` gives; close it, or use it in a `with` statement.

    `ledger` appends, `texts` keeps report texts, `get` and `list` read, `archive_forecast` and `read_forecast` keep
    forecasts as issued. `exercise` says whether anything here may ever leave as actual; it never changes.
    """

    def __init__(self, database: Database, folder: Path) -> None:
        self.database = database
        self.folder = folder
        self.ledger = Ledger(database, self._lift)
        self.texts = Texts(Shelf(folder / "texts", ".txt"), self.ledger)
        self._passages = Passages(self.texts, lambda record_id: self._body("report", record_id))
        self._archive = Shelf(folder / "archive", ".parquet")
        self.meta: dict[str, Any] = {}

    @property
    def exercise(self) -> bool:
        """Whether this is a workspace for exercises."""
        return bool(self.meta["exercise"])

    @property
    def id(self) -> str:
        """The workspace's own id, drawn when it was made."""
        return str(self.meta["workspace"])

    def get(
        self, kind: str, record_id: str, as_of: datetime | None = None, known_at: datetime | None = None
    ) -> dict[str, Any] | None:
        """The body of a record: true at `as_of`, as the ledger stood at `known_at` (times need a zone).

        Without `as_of` the newest version, whatever its validity. None when there is none, or it was withdrawn. Every
        transaction has an instant of its own, which `known_at` includes.
        """
        found = self._read(kind, record_id, as_of, known_at)
        return found[0] if found else None

    def list(self, kind: str, as_of: datetime | None = None, known_at: datetime | None = None) -> Bodies:
        """The bodies of all records of a kind, as `get` gives each, in the order of their entries."""
        return self._read(kind, None, as_of, known_at)

    def rebuild(self) -> int:
        """Drop the projections and rebuild them from the ledger; gives the number of entries read."""
        return rebuild(self.database)

    def differences(self) -> tuple[str, ...]:
        """What live projections and ledger disagree on, one line each; empty when they are equal."""
        return differences(self.database)

    def archive_forecast(self, frame: "pl.DataFrame", forecast: "Forecast") -> "Forecast":
        """Keep a forecast as issued; see `store.archive.archive_forecast`."""
        from vedette.store.archive import archive_forecast

        return archive_forecast(self._archive, self.ledger, frame, forecast)

    def read_forecast(self, forecast_id: str, known_at: datetime | None = None) -> "pl.DataFrame":
        """The frame (FORECAST_SCHEMA) of an archived forecast, checked against its hash.

        Raises UnknownReferenceError when no such forecast was archived (by `known_at`), IntegrityError when the file
        is missing or changed.
        """
        from vedette.store.archive import read_frame
        from vedette.terms.forecast import Forecast

        body = self.get("forecast", forecast_id, known_at=known_at)
        if body is None:
            raise UnknownReferenceError(self.database.label, "forecast", "id", forecast_id, "a forecast archived here")
        return read_frame(self._archive, Forecast.model_validate(body))

    def check_archive(self, sha256: str) -> None:
        """Raise IntegrityError when the archived file of this hash is missing or changed."""
        if self._archive.get(sha256) is None:
            raise IntegrityError(f"forecast file {sha256}: is not in {self._archive.folder}")

    def checkpoint(self, out: str | Path | None = None) -> "Checkpoint":
        """Sign size and head, after an entry of kind `checkpoint` that says so, and write it outside the database.

        It is added to `checkpoints.jsonl` in the folder and to `out`, which should lie on another system. Raises
        WriteError when either cannot be written.
        """
        from vedette.store.checkpoints import key_id_of, load_key, sign, write_checkpoint
        from vedette.store.instants import to_text

        key = load_key(self.folder / "keys")
        if key is None:
            raise IntegrityError(f"{self.folder / 'keys'}: holds no key")
        key_id = key_id_of(key)
        # the entry comes first, so that the checkpoint covers every entry there is
        entry = self.ledger.append({"id": key_id, "key_id": key_id}, kind="checkpoint")
        checkpoint = sign(key, entry.seq, entry.hash, to_text(entry.recorded_at))
        for path in [self.folder / CHECKPOINTS_FILE, *([Path(out)] if out is not None else [])]:
            write_checkpoint(path, checkpoint)
        return checkpoint

    def close(self) -> None:
        """Close the connections to the database."""
        self.database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _lift(self, kind: str, body: dict[str, Any]) -> dict[str, Any]:
        return self._passages.lift(kind, body)

    def _body(self, kind: str, record_id: str) -> dict[str, Any] | None:
        """The newest body as it lies in the ledger, without the words that lie beside it."""
        with self.database.read() as connection:
            found = connection.execute(bodies(kind, record_id)).scalar()
        body: dict[str, Any] | None = None if found is None else parsed(found, self.database.label)
        return body

    def _read(self, kind: str, record_id: str | None, as_of: datetime | None, known_at: datetime | None) -> Bodies:
        with self.database.read() as connection:
            found = list(connection.execute(bodies(kind, record_id, as_of, known_at)).scalars())
        return self._passages.restore(kind, (parsed(body, self.database.label) for body in found))


def open_workspace(
    target: str | Path,
    *,
    exercise: bool = False,
    folder: str | Path | None = None,
    create: bool = True,
    read_only: bool = False,
) -> Workspace:
    """Open a workspace, and make it where there is none.

    target: a folder (ledger.sqlite3, texts/, archive/, keys/) or a PostgreSQL URL, `postgresql://…`, with `folder` for
    what lies beside the database (default: vedette-workspace). exercise: whether a new workspace is for exercises; it
    is recorded and never changes. create: whether to make it. read_only: change nothing, not even the schema.

    Raises VersionError for a workspace of a newer version, WriteError for a read-only folder or a full disk (a new
    workspace is then not left half-made), RuleError when `exercise` is asked of a live workspace, StoreError when
    there is none and it is not to be made, or when it is somebody else's database.
    """
    home = Path(folder if folder is not None else DEFAULT_FOLDER) if is_url(target) else Path(target)
    file = home / LEDGER_FILE
    if is_url(target):
        return _opened(Workspace(Database(target, read_only), home), exercise, create, read_only)
    if "://" in str(target):
        raise StoreError(f"{target}: expected a folder or a URL that begins with postgresql://")
    if not file.exists():
        if read_only or not create:
            raise StoreError(f"{home}: holds no workspace (no file {LEDGER_FILE}); check the path")
        _found(file, exercise)
    return _opened(Workspace(Database(file, read_only), home), exercise, create, read_only)


def verify(
    workspace: Workspace, checkpoints: "Iterable[Checkpoint] | None" = None, projections: bool = True
) -> "Verification":
    """Recompute the whole chain and compare it with checkpoints, projections with the chain.

    checkpoints: those kept outside; None takes the workspace's own file. Each must be signed with the workspace's key,
    where it has one. Gives a Verification that names the first bad entry and what is wrong.
    """
    from vedette.store.checkpoints import key_id_of, load_key, read_checkpoints
    from vedette.store.verification import verify_chain

    if checkpoints is None:
        own = workspace.folder / CHECKPOINTS_FILE
        checkpoints = read_checkpoints(own) if own.exists() else []
    key = load_key(workspace.folder / "keys", create=False)
    return verify_chain(workspace.database, checkpoints, None if key is None else key_id_of(key), projections)


def state_of_workspace(target: str | Path, folder: str | Path | None = None) -> dict[str, Any]:
    """How a workspace is, for a health page: its id, exercise or live, revision, size, head and last instant (UTC text).

    Nothing is changed. Raises the errors of `open_workspace`.
    """
    with open_workspace(target, folder=folder, create=False, read_only=True) as workspace:
        head = workspace.ledger.head()
        return {
            "workspace": workspace.id,
            "exercise": workspace.exercise,
            "revision": revision_of(workspace.database),
            "size": head.size,
            "head": head.hash,
            "recorded_at": head.recorded_at,
        }


def _opened(workspace: Workspace, exercise: bool, create: bool, read_only: bool) -> Workspace:
    database = workspace.database
    try:
        revision = revision_of(database)
        if revision != REVISIONS[-1]:
            if read_only or (revision is None and not create):
                state = "holds no workspace" if revision is None else f"has version {revision} and must be upgraded"
                raise StoreError(f"{database.label}: {state}; open it for writing first")
            _make(workspace, exercise)
        workspace.meta = _meta(workspace)
        if exercise and not workspace.exercise:
            raise RuleError(f"{database.label}: is a live workspace; an exercise needs a workspace of its own")
    except BaseException:
        database.close()
        raise
    return workspace


def _meta(workspace: Workspace) -> dict[str, Any]:
    """What the first entry says; from the chain, since nobody may turn an exercise into a live workspace by a projection."""
    first = workspace.ledger.entry(1)
    if first is None or first.kind != META or first.body is None or not first.intact:
        raise IntegrityError(
            f"{workspace.database.label}: the first entry, which says what this is, is gone or changed"
        )
    return first.body


def _make(workspace: Workspace, exercise: bool) -> None:
    """Schema and first entry in one transaction: another process sees a whole workspace or none."""
    meta = {
        "id": META_ID,
        "workspace": str(uuid.uuid4()),
        "exercise": exercise,
        "version": vedette.__version__,
        "format": int(REVISIONS[-1]),
    }
    with workspace.database.write() as connection:
        before = upgrade(connection, workspace.database.label)
        if before is None:
            append_within(connection, [workspace.ledger.prepare(Draft(meta, kind=META))])


def _found(file: Path, exercise: bool) -> None:
    """Make the whole ledger under another name and then link it in: there is a whole workspace at every moment, or none."""
    made = not file.parent.exists()
    draft = file.with_name(f".{file.name}.{uuid.uuid4().hex}")
    try:
        with writing(file.parent):
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _opened(
            Workspace(Database(draft, label=str(file)), file.parent), exercise, create=True, read_only=False
        ).close()
        with writing(file):
            draft.chmod(0o600)
            _put_in_place(draft, file)
        sync_folder(file.parent)
    finally:
        for suffix in ("", "-wal", "-shm", "-journal"):
            with contextlib.suppress(OSError):
                draft.with_name(draft.name + suffix).unlink()
        if made and not file.exists():
            with contextlib.suppress(OSError):
                file.parent.rmdir()


def _put_in_place(draft: Path, file: Path) -> None:
    # a link does not replace: when another process was faster, its workspace stands
    try:
        os.link(draft, file)
    except FileExistsError:
        return
    except OSError:
        # a file system without links
        if not file.exists():
            draft.rename(file)
