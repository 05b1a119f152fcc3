"""Long work gives the same results, in order, with any number of workers."""

import importlib
import operator
import subprocess
import sys
from functools import partial

import pytest

from vedette.engine import run
from vedette.store.files import read_bytes
from vedette.terms.errors import EngineError, FormatError


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


def test_items_of_a_killed_worker_are_done_again_in_their_turn(tmp_path):
    words = importlib.import_module("words")
    items = [(1, "one"), (2, f"fatal-once {tmp_path / 'mark'}"), (3, "three")]
    assert [word for ((word, _),) in run(words.each, items, workers=2)][::2] == ["ONE", "THREE"]
    assert (tmp_path / "mark").exists()


def test_an_item_that_kills_every_worker_is_an_error_at_its_turn():
    words = importlib.import_module("words")
    results = run(words.each, [(1, "one"), (2, "fatal")], workers=2)
    assert next(results) == [("ONE", 3)]
    with pytest.raises(EngineError, match="was killed 3 times"):
        next(results)


def test_workers_that_cannot_begin_are_an_error_and_not_an_endless_attempt(tmp_path):
    program = tmp_path / "program.py"
    program.write_text("import operator\nfrom vedette.engine import run\nlist(run(operator.neg, [1, 2], workers=2))\n")
    got = subprocess.run([sys.executable, str(program)], capture_output=True, text=True, timeout=60)
    assert got.returncode == 1
    assert "a worker process ended before it could begin" in got.stderr
