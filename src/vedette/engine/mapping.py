"""A pure function over many items, in their order, in this process or in local ones."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import count, islice
from typing import TypeVar

from vedette.engine.local import local
from vedette.engine.tasks import Done, Failed, Lost
from vedette.terms.errors import EngineError

__all__ = ["run"]

Item = TypeVar("Item")
Result = TypeVar("Result")

_AHEAD = 3
"""Chunks per worker that are under way or done and not yet asked for: nobody waits, and memory stays bounded."""
_PATIENCE = 3
"""How often a chunk may lose its worker."""


def run(
    function: Callable[[Item], Result], items: Iterable[Item], workers: int = 1, chunk: int = 1
) -> Iterator[Result]:
    """Yield `function(item)` for each item, in the order of the items, which are taken only a little ahead.

    `workers` is the number of local processes (1: this process); `chunk` the number of items sent at a time. With
    more than one worker, function, items, results and errors must be picklable. An error of `function` is raised at its
    item's turn, and nothing further is begun then. Items whose worker is killed are done again; EngineError says so
    when that happens three times.
    """
    if workers <= 1:
        yield from map(function, items)
        return
    source, numbers = iter(items), count()
    turns: deque[int] = deque()
    batches: dict[int, list[Item]] = {}
    ended: dict[int, tuple[list[Result], Exception | None]] = {}
    lost: dict[int, int] = {}
    with local(workers) as pool:
        while True:
            while len(turns) < _AHEAD * workers and (batch := list(islice(source, max(1, chunk)))):
                number = next(numbers)
                turns.append(number)
                batches[number] = batch
                pool.submit(number, _each, function, batch)
            if not turns:
                return
            while turns[0] not in ended:
                name, outcome = pool.wait()
                number = int(str(name))
                if isinstance(outcome, Done):
                    ended[number] = outcome.result
                elif isinstance(outcome, Failed):
                    ended[number] = [], outcome.error
                elif isinstance(outcome, Lost):
                    lost[number] = lost.get(number, 0) + 1
                    if lost[number] >= _PATIENCE:
                        ended[number] = [], EngineError(f"a worker process was killed {_PATIENCE} times at one item")
                    else:
                        pool.submit(number, _each, function, batches[number])
            number = turns.popleft()
            results, error = ended.pop(number)
            del batches[number]
            yield from results
            if error is not None:
                raise error


def _each(function: Callable[[Item], Result], batch: list[Item]) -> tuple[list[Result], Exception | None]:
    """The results of a chunk up to its first error, and that error."""
    results: list[Result] = []
    for item in batch:
        try:
            results.append(function(item))
        except Exception as error:  # noqa: BLE001  it is raised again where the results are taken
            return results, error
    return results, None
