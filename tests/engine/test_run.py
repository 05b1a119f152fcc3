"""Long work gives the same results, in order, with any number of workers."""

import operator
from functools import partial

import pytest

from vedette.engine import run
from vedette.store.files import read_bytes
from vedette.terms.errors import FormatError


@pytest.mark.parametrize("workers", [1, 2])
def test_results_come_in_the_order_of_the_items(workers):
    assert list(run(partial(operator.mul, 3), range(50), workers, chunk=7)) == [3 * n for n in range(50)]


@pytest.mark.parametrize(("workers", "chunk"), [(1, 1), (2, 1), (2, 4)])
def test_an_error_is_raised_at_its_turn(workers, chunk):
    results = run(partial(operator.truediv, 12), [3, 4, 0, 6], workers, chunk)
    assert next(results) == 4
    assert next(results) == 3
    with pytest.raises(ZeroDivisionError):
        next(results)


def test_an_error_of_a_worker_says_what_it_says_here():
    with pytest.raises(FormatError) as caught:
        list(run(read_bytes, ["absent.csv"], workers=2))
    assert str(caught.value) == "absent.csv: expected a file that exists"
    assert caught.value.file == "absent.csv"


def test_items_are_taken_only_a_little_ahead():
    taken = []
    results = run(operator.neg, (taken.append(n) or n for n in range(1000)), workers=2, chunk=2)
    assert next(results) == 0
    assert len(taken) < 20
    results.close()


def test_one_worker_is_lazy():
    seen = []
    results = run(seen.append, [1, 2, 3])
    next(results)
    assert seen == [1]
