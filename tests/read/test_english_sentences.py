"""Single English sentences in many forms of words, each with the claim that it makes, or none. Published on Wednesday, 7 May 2025.

english_sentences.csv: several values are parted by ";", "-" is left open, empty is nothing; "chain" is without the paper.
"""

import csv
import re
from datetime import date
from pathlib import Path

import pytest

from vedette.read import document, read

ROWS = list(
    csv.DictReader(
        Path(__file__).with_name("english_sentences.csv").read_text(encoding="utf-8").splitlines(),
        delimiter="|",
        quoting=csv.QUOTE_NONE,
    )
)


def _claims(sentence: str):
    body = f"It was a fine day.\n\n{sentence}\n\nThe shops were open."
    text = f"Notes of the day\n\nTigris Daily, 7 May 2025\n\n{body}\n"
    return read(document(text.encode(), "x.txt", published=date(2025, 5, 7)), reader="rules")


def _words(text: str) -> set[str]:
    return {w for w in re.findall(r"\w+", text.casefold()) if w not in {"the", "a", "an"}}


def _same(expected: str, found: list[str]) -> bool:
    """Whether each name expected stands for one name found: the words of one lie within the other."""
    wanted = [name for name in expected.split(";") if name]
    left = list(found)
    for name in wanted:
        fits = [f for f in left if _words(name) <= _words(f) or _words(f) <= _words(name)]
        if not fits:
            return False
        left.remove(fits[0])
    return not left


@pytest.mark.parametrize("row", ROWS, ids=[row["sentence"][:60] for row in ROWS])
def test_a_sentence_makes_the_claim_that_it_tells(row):
    claims = _claims(row["sentence"])
    if row["kind"] == "none":
        assert [(c.kind.value, c.evidence[0].text) for c in claims] == []
        return
    assert [c.kind.value for c in claims] == [row["kind"]]
    claim = claims[0]
    toll = claim.casualties
    found = {
        "modality": [claim.modality.value],
        "type": [claim.type or ""] if claim.type else [],
        "actors": [a.text for a in claim.actors],
        "targets": [t.text for t in claim.targets],
        "places": [p.text for p in claim.places],
        "chain": [link.text for link in claim.attribution[1:]],
        "killed": [str(toll.killed)] if toll and toll.killed is not None else [],
        "injured": [str(toll.injured)] if toll and toll.injured is not None else [],
    }
    wrong = {name: got for name, got in found.items() if row[name] != "-" and not _same(row[name], got)}
    assert wrong == {}
