"""Work in partitions: the same bytes anywhere, resumable, and a bad item or a killed worker costs only itself."""

import hashlib
import importlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from vedette.engine import here, local, partitioned
from vedette.store.folder import Folder
from vedette.terms.errors import FormatError

TEXTS = {f"part-{n}": "\n".join(f"word {n}.{k}" for k in range(1 + n)) for n in range(6)}


@pytest.fixture
def words():
    return importlib.import_module("words")


def _files(out: Path) -> dict[str, bytes]:
    return {str(p.relative_to(out)): p.read_bytes() for p in sorted(out.rglob("*")) if p.is_file()}


def _do(words, texts, out, place=here, version="1"):
    with place() as executor:
        done = list(partitioned(words.job(version), words.partitions(texts), Folder(out), executor))
    return {part.name: part for part in done}


@pytest.fixture
def expected(words, tmp_path):
    _do(words, TEXTS, tmp_path / "expected")
    return _files(tmp_path / "expected")


@pytest.mark.parametrize("workers", [1, 2, 4])
def test_any_number_of_workers_gives_the_same_bytes(words, expected, tmp_path, workers):
    done = _do(words, TEXTS, tmp_path / "out", lambda: local(workers))
    assert _files(tmp_path / "out") == expected
    assert {name: part.items for name, part in done.items()} == {f"part-{n}": 1 + n for n in range(6)}


def test_the_manifest_names_every_partition_with_its_tables(expected):
    entries = json.loads(expected["manifest.json"])["partitions"]
    assert [entry["partition"] for entry in entries] == sorted(TEXTS)
    for entry in entries:
        for table, digest in entry["tables"].items():
            assert hashlib.sha256(expected[f"{table}/{entry['partition']}.txt"]).hexdigest() == digest


def test_a_second_run_does_only_what_is_missing_changed_or_damaged(words, expected, tmp_path):
    out = tmp_path / "out"
    _do(words, TEXTS, out)
    (out / "words" / "part-1.txt").unlink()
    (out / "sizes" / "part-2.txt").write_text("damaged")
    done = _do(words, {**TEXTS, "part-3": "another"}, out)
    assert {name for name, part in done.items() if not part.before} == {"part-1", "part-2", "part-3"}
    assert (out / "words" / "part-3.txt").read_text() == "ANOTHER\n"
    _do(words, TEXTS, out)
    assert _files(out) == expected


def test_another_version_of_the_job_does_all_anew(words, tmp_path):
    _do(words, TEXTS, tmp_path)
    assert not any(part.before for part in _do(words, TEXTS, tmp_path, version="2").values())


@pytest.mark.parametrize("place", [here, lambda: local(2)])
def test_a_bad_item_is_named_and_the_others_are_kept(words, tmp_path, place):
    done = _do(words, {"a": "one\nbad\ntwo", "b": "three"}, tmp_path, place)
    assert done["a"].refused == ("line 2: ValueError: a bad word",)
    assert done["a"].items == 3
    assert (tmp_path / "words" / "a.txt").read_text() == "ONE\nTWO\n"
    again = _do(words, {"a": "one\nbad\ntwo", "b": "three"}, tmp_path, place)
    assert again["a"].before
    assert again["a"].refused == done["a"].refused


def test_an_item_that_ends_its_process_is_found_and_set_aside(words, tmp_path):
    lines = [f"word {n}" for n in range(9)]
    lines[5] = "fatal"
    done = _do(words, {"a": "\n".join(lines), "b": "three"}, tmp_path, lambda: local(2))
    assert done["a"].refused[0].startswith("line 6: found an item that ends the process that reads it")
    assert (tmp_path / "words" / "a.txt").read_text().split("\n")[4:6] == ["WORD 4", "WORD 6"]
    assert done["b"].items == 1


def test_a_partition_whose_worker_is_killed_once_is_done_again(words, tmp_path):
    mark = tmp_path / "mark"
    texts = {"a": f"one\nfatal-once {mark}", "b": "two"}
    done = _do(words, texts, tmp_path / "out", lambda: local(2))
    assert mark.exists()
    assert not done["a"].refused
    _do(words, texts, tmp_path / "plain")
    assert _files(tmp_path / "out") == _files(tmp_path / "plain")


def test_a_partition_that_cannot_be_taken_apart_is_told_and_not_kept(words, tmp_path):
    done = _do(words, {"a": "broken", "b": "two"}, tmp_path)
    assert done["a"].error == "made: ValueError: not lines"
    assert (tmp_path / "words" / "b.txt").exists()
    assert not _do(words, {"a": "broken"}, tmp_path)["a"].before


def test_a_folder_that_keeps_the_same_name_from_another_source_is_refused(words, tmp_path):
    _do(words, {"a": "one"}, tmp_path)
    with here() as place, pytest.raises(FormatError, match="partition a, kept from made"):
        list(partitioned(words.job(), words.partitions({"a": "one"}, "elsewhere"), Folder(tmp_path), place))


def test_a_job_that_was_killed_goes_on_where_it_stood(words, tmp_path):
    out = tmp_path / "out"
    program = [sys.executable, words.__file__, str(out), "2"]
    with subprocess.Popen(program, start_new_session=True) as job:
        until = time.monotonic() + 30
        while not (out / "done").is_dir() or len(list((out / "done").glob("*.json"))) < 2:
            assert time.monotonic() < until
            assert job.poll() is None
            time.sleep(0.01)
        os.killpg(job.pid, signal.SIGKILL)
    texts = words.slow_texts()
    assert len(list((out / "done").glob("*.json"))) < len(texts)
    before = [part.before for part in _do(words, texts, out, lambda: local(2)).values()]
    assert 2 <= sum(before) < len(texts)
    _do(words, texts, tmp_path / "plain")
    assert {k: v for k, v in _files(out).items() if "/." not in k} == _files(tmp_path / "plain")
