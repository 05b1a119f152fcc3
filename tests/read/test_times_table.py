"""The table of times in three languages: each sentence names one time, whose days follow from the day of publication.

Columns of times.csv: language, text, published, tense (past, future, or auto where the words around it must show it),
start and end (empty: open). The rows were written from the conventions of decision page 0005, not from the resolver.
"""

import csv
from datetime import date
from pathlib import Path

import pytest

from vedette.read.days.times import resolve, resolve_in
from vedette.read.words.lexicon import lexicon

with (Path(__file__).parent / "times.csv").open(encoding="utf-8", newline="") as _file:
    ROWS = [tuple(row.values()) for row in csv.DictReader(_file)]


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@pytest.mark.parametrize(("language", "text", "published", "tense", "start", "end"), ROWS)
def test_a_time_has_the_days_that_the_conventions_give(language, text, published, tense, start, end):
    day, lex = date.fromisoformat(published), lexicon(language)
    found = resolve_in(text, day, lex)[0] if tense == "auto" else resolve(text, day, lex, tense == "future")
    assert found is not None
    assert (found.start, found.end) == (_day(start), _day(end))


def test_the_table_holds_the_three_languages():
    assert len(ROWS) >= 200
    assert all(sum(row[0] == tag for row in ROWS) >= 40 for tag in ("en", "ar", "ckb"))
