"""Long work gives the same results, in order, with any number of workers."""

import operator
from functools import partial

import pytest

from vedette.engine import run


@pytest.mark.parametrize("workers", [1, 2])
def test_results_come_in_the_order_of_the_items(workers):
    assert list(run(partial(operator.mul, 3), range(50), workers, chunk=7)) == [3 * n for n in range(50)]


@pytest.mark.parametrize("workers", [1, 2])
def test_an_error_is_raised_at_its_turn(workers):
    results = run(partial(operator.truediv, 12), [3, 4, 0, 6], workers)
    assert next(results) == 4
    assert next(results) == 3
    with pytest.raises(ZeroDivisionError):
        next(results)


def test_one_worker_is_lazy():
    seen = []
    results = run(seen.append, [1, 2, 3])
    next(results)
    assert seen == [1]
