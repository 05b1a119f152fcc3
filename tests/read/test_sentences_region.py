"""Arabic and Sorani sentences of our own, each with the one claim that it tells, or with none.

In `sentences/ar.txt` and `sentences/ckb.txt` columns are parted by bars: the sentence; kind, type and modality; actors;
targets; places; toll; voices behind the publisher. Names are parted by semicolons and hold where their words stand within
what is read; "?" is not asked, an empty column is empty, a toll is killed,injured with "-" for not said. A line without
bars tells nothing. Published on Tuesday, 14 May 2030.
"""

from pathlib import Path

import pytest

from vedette.read import document, read
from vedette.read.words.letters import fold

HEADS = {
    "ar": "شبكة ضفاف\nالثلاثاء 14 أيار 2030\n\nأحداث اليوم\n\n",
    "ckb": "گەرمیان پۆست\nسێشەممە، 14ی ئایاری 2030\n\nهەواڵەکانی ناوچەکە\n\n",
}


def lines_of(tag: str) -> list[list[str]]:
    """The columns of each line, filled up to seven; one column for a line that tells nothing."""
    text = (Path(__file__).parent / "sentences" / f"{tag}.txt").read_text(encoding="utf-8")
    rows = [line.split("|") for line in text.splitlines() if line and not line.startswith("#")]
    return [row if len(row) == 1 else [*row, *[""] * (7 - len(row))] for row in rows]


def claims_of(tag: str, sentence: str):
    return read(document((HEADS[tag] + sentence).encode(), "x.txt"), reader="rules")


def differences(row: list[str], claim) -> list[str]:
    """What of a claim is not as its line has it."""
    _, told, *names, toll, chain = row
    kind, type_, modality = told.split()
    got = claim.casualties
    figures = ("-" if n is None else str(n) for n in (got.killed, got.injured)) if got else ()
    asked = [
        ("kind", kind, claim.kind),
        ("type", type_, claim.type),
        ("modality", modality, claim.modality),
        ("toll", toll, ",".join(figures)),
    ]
    out = [f"{name} {found}, not {wanted}" for name, wanted, found in asked if wanted not in ("?", found)]
    lists = (claim.actors, claim.targets, claim.places, claim.attribution[1:])
    for name, wanted, items in zip(("actors", "targets", "places", "chain"), (*names, chain), lists, strict=True):
        found = [item.text for item in items]
        if wanted != "?" and not _same(wanted, found):
            out.append(f"{name} {found}, not {wanted}")
    return out


def _same(wanted: str, found: list[str]) -> bool:
    names = [fold(name) for name in wanted.split(";") if name]
    return len(names) == len(found) and all(any(n in fold(f) for f in found) for n in names)


@pytest.mark.parametrize(
    ("tag", "row"),
    [(tag, row) for tag in HEADS for row in lines_of(tag)],
    ids=lambda value: value if isinstance(value, str) else value[0][:50],
)
def test_a_sentence_and_what_it_tells(tag: str, row: list[str]) -> None:
    claims = claims_of(tag, row[0])
    if len(row) == 1:
        assert [(c.kind, c.evidence[0].text) for c in claims] == []
        return
    assert len(claims) == 1, [(c.kind, c.evidence[0].text) for c in claims]
    assert differences(row, claims[0]) == []
