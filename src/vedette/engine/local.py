"""This process or a pool of local processes; order and results do not depend on the number of workers."""

import multiprocessing
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from typing import TypeVar

__all__ = ["run"]

Item = TypeVar("Item")
Result = TypeVar("Result")


def run(
    function: Callable[[Item], Result], items: Iterable[Item], workers: int = 1, chunk: int = 1
) -> Iterator[Result]:
    """Yield `function(item)` for each item, in the order of the items.

    `workers` is the number of local processes (1: this process); `chunk` the number of items sent at a time. With
    more than one worker, function and items must be picklable. An error of `function` is raised at its item's turn.
    """
    if workers <= 1:
        yield from map(function, items)
        return
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        yield from pool.map(function, items, chunksize=chunk)
