"""`vedette read --out`: archives of articles into Parquet partitions, with any number of workers, after any stop."""

import datetime
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import polars as pl
import pytest

from vedette.cli import main
from vedette.read.bulk import Item, packed, unpacked
from vedette.read.tables import CLAIM_COLUMNS, REPORT_COLUMNS

PLACES = ("Baqubah", "Tikrit", "Hawija", "Ramadi")
PROGRAM = [sys.executable, "-c", "from vedette.cli import main; main()", "read"]


def _text(number: int) -> str:
    place = PLACES[number % 4]
    return (
        f"A roadside bomb killed {2 + number} soldiers near {place} on Tuesday, the Interior Ministry said.\n\n"
        f"The Joint Operations Command ordered additional patrols in {place}."
    )


def _archive(path: Path, rows: int) -> Path:
    frame = {
        "text": [_text(n) for n in range(rows)],
        "title": [f"Bomb number {n}" for n in range(rows)],
        "publisher": ["Tigris Daily"] * rows,
        "published": [datetime.date(2031, 5, 14)] * rows,
        "crawled": ["never read"] * rows,
    }
    pl.DataFrame(frame).write_parquet(path)
    return path


def _run(capsys, *arguments) -> tuple[int, str]:
    with pytest.raises(SystemExit) as stop:
        main(["read", *map(str, arguments)])
    return stop.value.code, capsys.readouterr().err


def _files(out: Path) -> dict[str, bytes]:
    return {str(p.relative_to(out)): p.read_bytes() for p in sorted(out.rglob("*")) if p.is_file() and p.name[0] != "."}


def test_packed_items_come_back_as_they_were():
    items = [Item("a.txt", None, b"one\ntwo"), Item("b.jsonl", 3, b'{"text": "\xd9"}\n'), Item("c", None, b"", "gone")]
    assert unpacked(packed(items)) == items


def test_claims_and_reports_are_tables_with_the_documented_columns(tmp_path, capsys):
    archive = _archive(tmp_path / "day.parquet", 5)
    code, err = _run(capsys, archive, "--out", tmp_path / "out", "--partition", 2)
    assert code == 0
    assert "5 documents read" in err
    claims = pl.read_parquet(tmp_path / "out" / "claims" / "*.parquet")
    reports = pl.read_parquet(tmp_path / "out" / "reports" / "*.parquet")
    assert claims.columns == list(CLAIM_COLUMNS)
    assert reports.columns == list(REPORT_COLUMNS)
    assert sorted(p.name for p in (tmp_path / "out" / "claims").iterdir()) == [
        "day-00000.parquet",
        "day-00001.parquet",
        "day-00002.parquet",
    ]
    assert reports["title"].to_list() == [f"Bomb number {n}" for n in range(5)]
    attacks = claims.filter(pl.col("kind") == "attack")
    assert attacks["killed"].to_list() == [2, 3, 4, 5, 6]
    assert attacks["start"].to_list() == [datetime.date(2031, 5, 13)] * 5
    assert attacks["latitude"].round().to_list() == [34, 35, 35, 33, 34]
    assert attacks["origin"][4] == f"{archive}#5"
    record = json.loads(attacks["json"][0])
    assert record["id"] == attacks["claim"][0]
    assert attacks["evidence"][0] in _text(0)


def test_two_workers_and_a_second_run_give_the_same_bytes(tmp_path, capsys):
    archive = _archive(tmp_path / "day.parquet", 6)
    _run(capsys, archive, "--out", tmp_path / "one", "--partition", 2)
    _run(capsys, archive, "--out", tmp_path / "two", "--partition", 2, "--workers", 2)
    assert _files(tmp_path / "one") == _files(tmp_path / "two")
    (tmp_path / "two" / "claims" / "day-00001.parquet").unlink()
    code, err = _run(capsys, archive, "--out", tmp_path / "two", "--partition", 2)
    assert code == 0
    assert "2 documents read" in err
    assert "4 were done before" in err
    assert _files(tmp_path / "one") == _files(tmp_path / "two")


def test_bad_items_are_named_with_their_place_and_the_rest_is_read(tmp_path, capsys):
    lines = [json.dumps({"text": _text(n), "published": "2031-05-14"}) for n in range(3)]
    (tmp_path / "a.jsonl").write_text("\n".join([lines[0], "{broken", *lines[1:]]))
    (tmp_path / "b.txt").write_text(f"Title\n\nTigris Daily, 14 May 2031\n\n{_text(7)}\n")
    (tmp_path / "c.txt").write_bytes(b"")
    code, err = _run(capsys, tmp_path, "--out", tmp_path / "out")
    assert code == 2
    assert "a.jsonl: line 2: found" in err
    assert "c.txt: found" in err
    reports = pl.read_parquet(tmp_path / "out" / "reports" / "*.parquet")
    assert [Path(origin).name for origin in reports["origin"]] == ["a.jsonl#1", "a.jsonl#3", "a.jsonl#4", "b.txt"]


def test_an_archive_without_text_and_one_that_is_not_there_are_one_line(tmp_path, capsys):
    pl.DataFrame({"body": ["x"]}).write_parquet(tmp_path / "a.parquet")
    code, err = _run(capsys, tmp_path / "a.parquet", "--out", tmp_path / "out")
    assert (code, err.count("\n")) == (2, 1)
    assert 'a.parquet: text: found "the columns body"' in err
    code, err = _run(capsys, tmp_path / "none.parquet", "--out", tmp_path / "out")
    assert (code, err.count("\n")) == (2, 1)
    assert "none.parquet: expected a file that exists" in err


def test_dask_needs_a_folder_and_an_address(tmp_path, capsys):
    archive = _archive(tmp_path / "day.parquet", 1)
    for options in (["--engine", "dask"], ["--engine", "dask", "--out", tmp_path / "out"]):
        code, err = _run(capsys, archive, *options)
        assert (code, err.count("\n")) == (2, 1)


@pytest.mark.slow
def test_a_run_that_was_killed_goes_on_and_gives_the_same_bytes(tmp_path, capsys):
    archive = _archive(tmp_path / "day.parquet", 600)
    out = tmp_path / "out"
    arguments = [str(archive), "--out", str(out), "--partition", "20", "--workers", "2"]
    with subprocess.Popen([*PROGRAM, *arguments], start_new_session=True, stderr=subprocess.DEVNULL) as job:
        until = time.monotonic() + 60
        while not (out / "done").is_dir() or len(list((out / "done").glob("*.json"))) < 3:
            assert time.monotonic() < until
            time.sleep(0.01)
        os.killpg(job.pid, signal.SIGKILL)
    code, err = _run(capsys, *arguments)
    assert code == 0
    assert "were done before" in err
    _run(capsys, archive, "--out", tmp_path / "plain", "--partition", 20)
    assert _files(out) == _files(tmp_path / "plain")
