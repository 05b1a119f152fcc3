"""`vedette read` for people: marks without colour, colours on a terminal, long texts, reasons, right-to-left texts."""

import os
import pty
import re
import subprocess
import sys

import pytest

from vedette.cli import main

TEXT = "Bomb near Baqubah\n\nTigris Daily, 12 May 2031\n\nA roadside bomb killed two soldiers near Baqubah on Tuesday, police said.\n"
ARABIC = "انفجار قرب بعقوبة\n\nوكالة دجلة، 12 أيار 2031\n\nقتل جنديان بانفجار عبوة ناسفة قرب بعقوبة يوم الثلاثاء، بحسب مصدر أمني.\n"
RUN = [sys.executable, "-c", "import sys; from vedette.cli import main; main(['read', *sys.argv[1:]])"]


def _out(capsys, *arguments) -> str:
    with pytest.raises(SystemExit) as stop:
        main(["read", *map(str, arguments)])
    assert stop.value.code == 0
    return capsys.readouterr().out


def _on_terminal(path, **environment) -> str:
    """What the command writes to a real terminal of 80 columns."""
    ours, theirs = pty.openpty()
    settings = {"TERM": "xterm-256color", "COLUMNS": "80", **environment}
    kept = {k: v for k, v in os.environ.items() if k not in {"NO_COLOR", "FORCE_COLOR", "TERM", "COLUMNS"}}
    child = subprocess.Popen([*RUN, path], stdout=theirs, stderr=subprocess.DEVNULL, env={**kept, **settings})
    os.close(theirs)
    seen = b""
    try:
        while piece := os.read(ours, 65536):
            seen += piece
    except OSError:
        pass  # the other end is closed
    finally:
        os.close(ours)
        assert child.wait(timeout=60) == 0
    return seen.decode()


def test_a_pipe_gets_marks_in_brackets_and_lines_that_are_not_broken(tmp_path, capsys):
    path = tmp_path / "a.txt"
    path.write_text(TEXT)
    out = _out(capsys, path)
    assert "[A1: A roadside bomb killed two soldiers near Baqubah on Tuesday], police said." in out.splitlines()
    assert "\x1b" not in out


def test_a_terminal_gets_colours_and_the_letter_beside_them_unless_no_color_is_set(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(TEXT)
    coloured = _on_terminal(str(path))
    assert re.search(r"\x1b\[[\d;]*31m A1 \x1b\[0m", coloured)
    assert "[A1:" not in coloured
    plain = _on_terminal(str(path), NO_COLOR="1")
    assert "[A1: A roadside bomb" in plain
    assert not re.search(r"\x1b\[[\d;]*3[1-7]m", plain)


def test_a_text_from_right_to_left_gets_no_latin_letter_in_its_lines_and_no_table(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    path = tmp_path / "a.txt"
    path.write_text(ARABIC)
    out = _out(capsys, path)
    (line,) = [line for line in out.splitlines() if "[1: " in line]
    assert not re.search(r"[A-Za-z]", line)
    rows = [line for line in out.splitlines() if line.startswith("    ")]
    assert rows
    assert all(re.match(r"    (?:\w+|said by) +\S", row) for row in rows)


def test_wide_terminals_get_a_table_and_narrow_ones_a_list(tmp_path, capsys, monkeypatch):
    path = tmp_path / "a.txt"
    path.write_text(TEXT)
    monkeypatch.setenv("COLUMNS", "160")
    assert re.search(r"what +who +whom +where +when +toll +said by", _out(capsys, path))
    monkeypatch.setenv("COLUMNS", "70")
    out = _out(capsys, path)
    assert re.search(r"^    where    Baqubah$", out, re.M)
    assert re.search(r"^    toll     2 killed$", out, re.M)


def test_a_long_report_is_cut_to_its_passages_and_whole_shows_all(tmp_path, capsys):
    path = tmp_path / "a.txt"
    quiet = "The council spoke about schools and roads for a long while. " * 30
    path.write_text(TEXT + "\n" + "\n\n".join([quiet, quiet, quiet]))
    cut = _out(capsys, path)
    assert "without claims" in cut
    assert "[A1: A roadside bomb" in cut
    assert "schools" not in cut
    whole = _out(capsys, path, "--whole")
    assert whole.count("schools") == 90
    assert "without claims" not in whole


def test_explain_names_words_rule_and_confidence_of_every_field(tmp_path, capsys):
    path = tmp_path / "a.txt"
    path.write_text(TEXT)
    out = _out(capsys, path, "--explain")
    for field in (
        "kind",
        "modality",
        "targets/0",
        "instruments/0",
        "places/0",
        "time",
        "attribution/0",
        "attribution/1",
    ):
        assert re.search(rf"^      {field}\b.*\n        \S.* \([01]\.\d\d\)", out, re.M), field
    assert re.search(r"places/0 “Baqubah”\n        gazetteer \(.*\): The name stands in the gazetteer", out)


def test_a_report_cannot_steer_the_terminal(tmp_path, capsys):
    path = tmp_path / "a.jsonl"
    evil = "\\u001b[2J\\u202e"
    path.write_text(
        f'{{"title": "Bomb {evil}", "publisher": "P{evil}", "published": "2031-05-12", '
        f'"text": "A roadside bomb {evil} killed two soldiers near Baqubah on Tuesday, police said."}}\n'
    )
    out = _out(capsys, path)
    assert "A1" in out
    assert "\x1b" not in out
    assert "\u202e" not in out
