"""Recompute the whole chain and hold it against the checkpoints that left the system.

Every column is hashed, so a change of any column that a query uses shows. Contiguous numbers show a deletion or an
insertion, the chain shows a change of order, and a checkpoint shows a cut end or a chain that was written anew.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, text

from vedette.store.checkpoints import Checkpoint, verify_checkpoint
from vedette.store.database import Database
from vedette.store.entry import COLUMNS, GENESIS, chain_hash
from vedette.store.projections import differences
from vedette.terms.errors import IntegrityError

__all__ = ["Problem", "Verification", "verify_chain"]

CHUNK = 5000
TOLD = 20
"""How many problems are told; one alone already breaks the ledger."""

_GUARDS = {"sqlite": {"ledger_no_update", "ledger_no_delete", "ledger_next_only"}}
_GUARDS["postgresql"] = {"ledger_no_change", "ledger_next_only"}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong; `seq` is the number of the entry, None where it is not one entry."""

    seq: int | None
    what: str

    def __str__(self) -> str:
        return self.what if self.seq is None else f"entry {self.seq}: {self.what}"


@dataclass(frozen=True, slots=True)
class Verification:
    """What a verification found. `covered` is the size of the longest checkpoint: beyond it, a cut cannot show."""

    size: int
    head: str
    checkpoints: int
    covered: int
    problems: tuple[Problem, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems

    @property
    def first_bad(self) -> int | None:
        """The lowest number of an entry with which something is wrong."""
        return min((problem.seq for problem in self.problems if problem.seq is not None), default=None)

    def as_json(self) -> dict[str, Any]:
        """Plain JSON values, with `ok` and `first_bad`."""
        return {"ok": self.ok, "first_bad": self.first_bad, **asdict(self)}


def verify_chain(
    database: Database, checkpoints: Iterable[Checkpoint] = (), key_id: str | None = None, projections: bool = True
) -> Verification:
    """Verify the ledger of a database.

    `checkpoints` are those that were kept outside; with `key_id`, each must be signed with that key. `projections`
    also compares the tables that are read with what the ledger says.
    """
    given = list(checkpoints)
    problems: list[Problem] = []
    wanted: dict[int, list[Checkpoint]] = {}
    for checkpoint in given:
        wanted.setdefault(checkpoint.size, []).append(checkpoint)
        try:
            verify_checkpoint(checkpoint, key_id)
        except IntegrityError as error:
            problems.append(Problem(None, str(error)))
    with database.read() as connection:
        problems += [
            Problem(None, f"the trigger {name} that guards the ledger is gone") for name in _missing_guards(connection)
        ]
        size, head, chain = _scan(connection, wanted)
    problems += chain
    for length in sorted(wanted):
        if length > size:
            problems.append(
                Problem(
                    size + 1,
                    f"missing: the ledger ends at {size}, but a checkpoint of {wanted[length][0].at} saw {length}",
                )
            )
    if projections and not problems:
        problems += [Problem(None, line) for line in differences(database)]
    return Verification(
        size=size,
        head=head,
        checkpoints=len(given),
        covered=max(wanted, default=0),
        problems=tuple(problems[:TOLD]),
    )


def _scan(connection: Connection, wanted: dict[int, list[Checkpoint]]) -> tuple[int, str, list[Problem]]:
    """Length and last hash of the chain, and what is wrong in it (the first TOLD things)."""
    problems: list[Problem] = []
    number, prev, before = 0, GENESIS, ""
    if 0 in wanted and any(checkpoint.head != GENESIS for checkpoint in wanted[0]):
        problems.append(Problem(None, "a checkpoint of an empty ledger has a head"))
    for row in _rows(connection):
        seq, recorded_at, digest = row[0], row[1], row[9]
        number += 1
        wrong = None
        if seq != number:
            wrong = (
                f"stands where entry {number} should"
                if seq < number
                else f"follows entry {number - 1}: missing between"
            )
            number = seq
        elif row[8] != prev:
            wrong = f"its prev is not the hash of entry {seq - 1}"
        elif _computed(row) != digest:
            wrong = "its content does not have its hash"
        elif recorded_at < before:
            wrong = f"recorded at {recorded_at}, before entry {seq - 1}"
        elif seq in wanted and any(checkpoint.head != digest for checkpoint in wanted[seq]):
            wrong = f"its hash is not the head that the checkpoint of {wanted[seq][0].at} saw"
        if wrong is not None and len(problems) < TOLD:
            problems.append(Problem(seq, wrong))
        prev, before = digest, recorded_at if isinstance(recorded_at, str) else before
    return number, prev if isinstance(prev, str) else repr(prev), problems


def _computed(row: tuple[Any, ...]) -> str | None:
    try:
        return chain_hash(*row[:9])
    except TypeError:
        # a column that holds bytes or a number looks the same to a person, but not to a query
        return None


def _rows(connection: Connection) -> Iterator[tuple[Any, ...]]:
    """The rows of the ledger in order, straight from the driver."""
    driver: Any = connection.connection.driver_connection
    mark = "?" if isinstance(driver, sqlite3.Connection) else "%s"
    query = f"SELECT {', '.join(COLUMNS)} FROM ledger WHERE seq > {mark} ORDER BY seq LIMIT {CHUNK}"  # noqa: S608
    last = -(2**63)
    while True:
        chunk = _fetched(driver, query, last)
        yield from chunk
        if len(chunk) < CHUNK:
            return
        last = chunk[-1][0]


def _fetched(driver: Any, query: str, last: int) -> list[tuple[Any, ...]]:
    try:
        return list(driver.execute(query, (last,)).fetchall())
    except sqlite3.OperationalError as error:
        if "decode" not in str(error):
            raise
    driver.text_factory = lambda raw: raw.decode(errors="surrogateescape")
    try:
        return list(driver.execute(query, (last,)).fetchall())
    finally:
        driver.text_factory = str


def _missing_guards(connection: Connection) -> list[str]:
    name = connection.dialect.name
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'ledger'"
        if name == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE tgrelid = 'ledger'::regclass AND tgenabled = 'A'"
    )
    return sorted(_GUARDS[name] - set(connection.execute(text(query)).scalars()))
