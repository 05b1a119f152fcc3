"""Long work in partitions: each is kept once it is done, so that a stop, a killed worker or a bad item costs only itself.

A partition's key is a hash of its bytes and of the job's version. What is kept under the same key is not done again;
all else is done anew. What is kept does not depend on where the work ran or how often it was stopped.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Protocol

from vedette.engine.tasks import Done, Executor, Failed, Lost
from vedette.terms.errors import FormatError, VedetteError

__all__ = ["Job", "Keep", "Part", "Partition", "partitioned"]

_AHEAD = 2
"""Tasks per worker that are under way at a time."""
_PATIENCE = 2
"""How often items may lose their worker together before they are parted to find the one that does it."""


@dataclass(frozen=True)
class Job:
    """What is done with a partition, as pure functions that can be pickled.

    `split` takes a partition's bytes apart into items, `each` gives the results of one item, `join` makes tables (name →
    bytes of a file) of all results in their order, `place` names an item to people. An error that `each` raises sets its
    item aside, one among its results that result only. `version` changes whenever the same item could give another
    result; `suffix` ends the names of tables.
    """

    split: Callable[[bytes], Sequence[Any]]
    each: Callable[[Any], Iterable[Any]]
    join: Callable[[list[Any]], dict[str, bytes]]
    place: Callable[[Any], str]
    version: str
    suffix: str = ".parquet"


@dataclass(frozen=True)
class Partition:
    """A share of the items under a name that serves as a file's; `source` is what it was cut from, `load` its bytes."""

    name: str
    source: str
    load: Callable[[], bytes]


@dataclass(frozen=True)
class Part:
    """What became of a partition: how many results and errors it gave, these errors, and whether it was done before.

    `error` is set where the partition as a whole could not be read; nothing is kept of it then.
    """

    name: str
    items: int
    refused: tuple[str, ...] = ()
    before: bool = False
    error: str | None = None


class Keep(Protocol):
    """Where tables are kept: whole or not at all, by a name with slashes."""

    def load(self, name: str) -> bytes | None:
        """The bytes of a name, or None where there are none."""
        ...

    def save(self, name: str, raw: bytes) -> None:
        """Keep bytes under a name, in the place of what was there."""
        ...

    def names(self, folder: str) -> list[str]:
        """The names in a folder, sorted."""
        ...


@dataclass
class _Flight:
    """A partition under way: the results of its stretches [start, stop) of items, and how often each lost its worker."""

    partition: Partition
    raw: bytes
    key: str
    open: int = 1
    results: dict[int, tuple[list[Any], list[str]]] = field(default_factory=dict)
    lost: dict[tuple[int, int | None], int] = field(default_factory=dict)


def partitioned(job: Job, partitions: Iterable[Partition], keep: Keep, place: Executor) -> Iterator[Part]:
    """Do a job over partitions at a place of work, and tell of each when it is done, in whatever order that is.

    Kept are TABLE/NAME<suffix> for each table of each partition, done/NAME.json once these are there, and at the end
    manifest.json over all that is done. A partition whose worker is killed is begun again; where that happens twice, its
    items are parted until the one is found that does it, which is then set aside. Raises FormatError for a partition that
    is kept under the same name from another source, and EngineError when the place of work is gone.
    """
    source, numbers = iter(partitions), count()
    under_way: dict[int, tuple[_Flight, int, int | None]] = {}

    def begin(flight: _Flight, start: int, stop: int | None) -> None:
        number = next(numbers)
        under_way[number] = (flight, start, stop)
        whole = start == 0 and stop is None
        place.submit(number, _whole if whole else _stretch, job, flight.raw, *(() if whole else (start, stop)))

    more = True
    while more or under_way:
        while more and len(under_way) < _AHEAD * place.workers:
            partition = next(source, None)
            if partition is None:
                more = False
                break
            ready = _ready(job, partition, keep)
            if isinstance(ready, Part):
                yield ready
            else:
                begin(ready, 0, None)
        if not under_way:
            continue
        name, outcome = place.wait()
        flight, start, stop = under_way.pop(int(str(name)))
        if isinstance(outcome, Failed):
            yield Part(flight.partition.name, 0, error=_told(outcome.error, flight.partition.source))
        elif isinstance(outcome, Lost):
            yield from _again(job, flight, start, stop, outcome.times, begin, keep)
        elif isinstance(outcome, Done) and start == 0 and stop is None:
            yield _kept(job, flight, keep, *outcome.result)
        elif isinstance(outcome, Done):
            yield from _landed(job, flight, start, outcome.result, keep)
    entries = [json.loads(keep.load(f"done/{name}") or b"{}") for name in keep.names("done")]
    keep.save("manifest.json", _json({"partitions": entries}))


def _ready(job: Job, partition: Partition, keep: Keep) -> _Flight | Part:
    """The partition with its bytes and key, or what is known of it already."""
    try:
        raw = partition.load()
    except VedetteError as error:
        return Part(partition.name, 0, error=str(error))
    key = _hash(_hash(raw).encode() + job.version.encode())
    done = json.loads(keep.load(f"done/{partition.name}.json") or b"{}")
    if done and done["source"] != partition.source:
        raise FormatError(
            partition.source, found=f"partition {partition.name}, kept from {done['source']}", expected="another folder"
        )
    if done.get("key") == key and all(_is_kept(keep, job, partition.name, *t) for t in done["tables"].items()):
        return Part(partition.name, done["items"], tuple(done["refused"]), before=True)
    return _Flight(partition, raw, key)


def _is_kept(keep: Keep, job: Job, name: str, table: str, digest: str) -> bool:
    raw = keep.load(f"{table}/{name}{job.suffix}")
    return raw is not None and _hash(raw) == digest


def _again(
    job: Job,
    flight: _Flight,
    start: int,
    stop: int | None,
    times: int,
    begin: Callable[[_Flight, int, int | None], None],
    keep: Keep,
) -> Iterator[Part]:
    """Begin items again whose worker was lost: together at first, then in halves; one alone is set aside."""
    lost = flight.lost[start, stop] = flight.lost.get((start, stop), 0) + times
    if lost < _PATIENCE:
        begin(flight, start, stop)
        return
    items = job.split(flight.raw)
    last = len(items) if stop is None else stop
    if last - start > 1:
        middle = (start + last) // 2
        flight.open += 1
        begin(flight, start, middle)
        begin(flight, middle, last)
    else:
        error = f"{job.place(items[start])}: found an item that ends the process that reads it, expected one that can be read"
        yield from _landed(job, flight, start, ([], [error]), keep)


def _landed(job: Job, flight: _Flight, start: int, stretch: tuple[list[Any], list[str]], keep: Keep) -> Iterator[Part]:
    """Take in a stretch; the last one completes the partition."""
    flight.results[start] = stretch
    flight.open -= 1
    if flight.open == 0:
        ordered = [flight.results[at] for at in sorted(flight.results)]
        whole = [result for results, _ in ordered for result in results]
        said = [line for _, refused in ordered for line in refused]
        yield _kept(job, flight, keep, job.join(whole), said, len(whole) + len(said))


def _kept(job: Job, flight: _Flight, keep: Keep, tables: dict[str, bytes], refused: list[str], items: int) -> Part:
    """Keep the tables, and after them the word that they are done."""
    name = flight.partition.name
    for table, raw in tables.items():
        keep.save(f"{table}/{name}{job.suffix}", raw)
    done = {
        "partition": name,
        "source": flight.partition.source,
        "key": flight.key,
        "items": items,
        "refused": refused,
        "tables": {table: _hash(raw) for table, raw in tables.items()},
    }
    keep.save(f"done/{name}.json", _json(done))
    return Part(name, items, tuple(refused))


def _whole(job: Job, raw: bytes) -> tuple[dict[str, bytes], list[str], int]:
    """A worker's task: tables, errors and number of items of a whole partition."""
    results, refused = _stretch(job, raw, 0, None)
    return job.join(results), refused, len(results) + len(refused)


def _stretch(job: Job, raw: bytes, start: int, stop: int | None) -> tuple[list[Any], list[str]]:
    """A worker's task: results and errors of the items [start, stop) of a partition."""
    results, refused = [], []
    for item in job.split(raw)[start:stop]:
        try:
            for result in job.each(item):
                if isinstance(result, Exception):
                    refused.append(_told(result, job.place(item)))
                else:
                    results.append(result)
        except Exception as error:  # noqa: BLE001  a bad item is told of with its place; the others are read
            refused.append(_told(error, job.place(item)))
    return results, refused


def _told(error: Exception, place: str) -> str:
    """One line for people; our own errors name their place."""
    return str(error) if isinstance(error, VedetteError) else f"{place}: {type(error).__name__}: {error}"


def _json(value: dict[str, Any]) -> bytes:
    return (json.dumps(value, indent=1, ensure_ascii=False) + "\n").encode()


def _hash(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()
