"""`vedette read`: files, folders, standard input, JSON Lines of articles, and what bad input gets."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from vedette.cli import main

TEXT = "Bomb near Baqubah\n\nTigris Daily, 12 May 2031\n\nA roadside bomb killed two soldiers near Baqubah on Tuesday, police said.\n"


def _run(capsys, *arguments) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as stop:
        main(["read", *map(str, arguments)])
    seen = capsys.readouterr()
    return stop.value.code, seen.out, seen.err


def test_a_file_gives_one_json_line_with_its_path_as_origin(tmp_path, capsys):
    path = tmp_path / "a.txt"
    path.write_text(TEXT)
    code, out, _ = _run(capsys, path, "--json")
    (line,) = out.splitlines()
    got = json.loads(line)
    assert code == 0
    assert got["report"]["origin"] == str(path)
    assert got["report"]["published"] == "2031-05-12"
    assert [c["kind"] for c in got["claims"]] == ["attack"]


def test_the_print_for_people_shows_claims_and_passages(tmp_path, capsys):
    path = tmp_path / "a.txt"
    path.write_text(TEXT)
    code, out, _ = _run(capsys, path)
    assert code == 0
    assert "Bomb near Baqubah" in out
    assert "[A1: A roadside bomb killed two soldiers near Baqubah on Tuesday], police said." in out
    assert "Tigris Daily → police" in out


def test_a_folder_is_read_with_those_below_and_other_files_are_named_once(tmp_path, capsys):
    (tmp_path / "sub").mkdir()
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "sub" / "b.html").write_text(f"<html><body><article><p>{TEXT}</p></article></body></html>")
    (tmp_path / "a.json").write_text("{}")
    (tmp_path / "b.json").write_text("{}")
    code, out, err = _run(capsys, tmp_path, "--json")
    assert code == 0
    assert len(out.splitlines()) == 2
    assert err.strip() == "skipped 2 files that are not reports (.json)"


def test_one_bad_report_among_several_is_named_and_the_rest_is_read(tmp_path, capsys):
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.txt").write_bytes(b"")
    (tmp_path / "c.txt").write_text(TEXT.replace("Baqubah", "Khalis"))
    code, out, err = _run(capsys, tmp_path / "a.txt", tmp_path / "b.txt", tmp_path / "c.txt", "--json")
    assert code == 2
    assert len(out.splitlines()) == 2
    assert "b.txt: found" in err
    assert err.count("\n") == 1


def test_a_single_bad_file_exits_with_2_and_prints_nothing(tmp_path, capsys):
    path = tmp_path / "a.txt"
    path.write_bytes(b"\x89PNG\r\n\x1a\n")
    code, out, err = _run(capsys, path, "--json")
    assert (code, out) == (2, "")
    assert "a PNG picture" in err


def test_articles_of_json_lines_and_the_line_of_a_bad_one(tmp_path, capsys):
    path = tmp_path / "a.jsonl"
    good = json.dumps({"text": TEXT.splitlines()[-1], "publisher": "P", "published": "2031-05-12"})
    path.write_text(f"{good}\n{{broken\n{good}\n")
    code, out, err = _run(capsys, path, "--json")
    assert code == 2
    assert len(out.splitlines()) == 2
    assert "line 2: found" in err


def test_the_given_day_is_used_and_a_wrong_one_refused(tmp_path, capsys):
    path = tmp_path / "a.txt"
    path.write_text(TEXT)
    _, out, _ = _run(capsys, path, "--json", "--published", "2031-05-14")
    assert json.loads(out)["report"]["published"] == "2031-05-14"
    code, out, err = _run(capsys, path, "--published", "yesterday")
    assert (code, out) == (2, "")
    assert "YYYY-MM-DD" in err


def test_standard_input_is_read():
    got = subprocess.run(
        [sys.executable, "-m", "vedette.cli", "read", "-", "--json"]
        if (Path(__file__).parents[2] / "src/vedette/cli/__main__.py").exists()
        else [sys.executable, "-c", "from vedette.cli import main; main(['read', '-', '--json'])"],
        input=TEXT.encode(),
        capture_output=True,
        timeout=60,
        check=True,
        env=os.environ,
    )
    assert json.loads(got.stdout)["report"]["origin"] == "-"
