"""This process or a pool of local processes; order and results do not depend on the number of workers."""

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from typing import TypeVar

__all__ = ["run"]

Item = TypeVar("Item")
Result = TypeVar("Result")

_AHEAD = 3
"""Chunks per worker that are under way or done and not yet asked for: nobody waits, and memory stays bounded."""


def run(
    function: Callable[[Item], Result], items: Iterable[Item], workers: int = 1, chunk: int = 1
) -> Iterator[Result]:
    """Yield `function(item)` for each item, in the order of the items, which are taken only a little ahead.

    `workers` is the number of local processes (1: this process); `chunk` the number of items sent at a time. With
    more than one worker, function, items, results and errors must be picklable. An error of `function` is raised at its
    item's turn, and nothing further is begun then.
    """
    if workers <= 1:
        yield from map(function, items)
        return
    source = iter(items)
    under_way: deque[Future[tuple[list[Result], Exception | None]]] = deque()
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        try:
            while True:
                while len(under_way) < _AHEAD * workers and (batch := list(islice(source, max(1, chunk)))):
                    under_way.append(pool.submit(_each, function, batch))
                if not under_way:
                    return
                results, error = under_way.popleft().result()
                yield from results
                if error is not None:
                    raise error
        finally:
            for future in under_way:
                future.cancel()


def _each(function: Callable[[Item], Result], batch: list[Item]) -> tuple[list[Result], Exception | None]:
    """The results of a chunk up to its first error, and that error."""
    results: list[Result] = []
    for item in batch:
        try:
            results.append(function(item))
        except Exception as error:  # noqa: BLE001  it is raised again where the results are taken
            return results, error
    return results, None
