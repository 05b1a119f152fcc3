"""A killed demo leaves nothing at its place and is cleared by the next; a reader who goes away harms nothing."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from vedette.cli.demo import LOCK, MARK, OPEN_FIRST, _fresh

AT_WORK = """
import sys, time
from pathlib import Path
from vedette.cli.demo import _fresh
with _fresh(Path(sys.argv[1])) as folder:
    (folder / "plan.json").write_text("half")
    print(folder, flush=True)
    time.sleep(120)
"""


@pytest.fixture
def at_work(tmp_path):
    """A run in the middle of its work, and its hidden folder."""
    with subprocess.Popen([sys.executable, "-c", AT_WORK, str(tmp_path / "out")], stdout=subprocess.PIPE) as run:
        assert run.stdout is not None
        yield run, Path(run.stdout.readline().decode().strip())
        run.kill()


def complete(out, word):
    with _fresh(out) as folder:
        (folder / OPEN_FIRST).write_text(word)


def test_a_killed_run_leaves_nothing_at_its_place_and_the_next_clears_the_rest(at_work, tmp_path):
    run, hidden = at_work
    assert (hidden / "plan.json").exists()
    run.send_signal(signal.SIGKILL)
    run.wait()
    assert not (tmp_path / "out").exists()
    complete(tmp_path / "out", "whole")
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert {path.name for path in (tmp_path / "out").iterdir()} == {MARK, OPEN_FIRST}


def test_a_run_that_is_at_work_is_left_alone_and_so_is_what_no_demo_left(at_work, tmp_path):
    _, hidden = at_work
    other = tmp_path / ".out.settings"
    other.mkdir()
    complete(tmp_path / "out", "whole")
    assert (hidden / "plan.json").exists()
    assert (hidden / LOCK).exists()
    assert other.exists()


def test_a_run_replaces_the_one_before_and_a_failed_one_does_not(tmp_path):
    complete(tmp_path / "out", "first")
    complete(tmp_path / "out", "second")
    with pytest.raises(ZeroDivisionError), _fresh(tmp_path / "out"):
        raise ZeroDivisionError
    assert (tmp_path / "out" / OPEN_FIRST).read_text() == "second"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def until_first_line(*arguments):
    """Exit code and standard error of a verb whose reader goes away after one line."""
    command = [sys.executable, "-m", "vedette", *map(str, arguments)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as run:
        assert run.stdout is not None
        assert run.stderr is not None
        assert run.stdout.readline()
        run.stdout.close()
        return run.wait(timeout=300), run.stderr.read().decode()


def test_a_demo_whose_reader_goes_away_still_leaves_its_folder(tmp_path):
    assert until_first_line("demo", "--out", tmp_path / "out") == (0, "")
    assert (tmp_path / "out" / OPEN_FIRST).exists()


def test_a_verb_whose_reader_goes_away_ends_as_done(files):
    assert until_first_line("read", files / "reports", "--json") == (0, "")
