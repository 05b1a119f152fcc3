"""What makes the start of reading quick gives the same as doing all of it anew, and does not go stale unnoticed."""

import re
import subprocess
import sys
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from re import _parser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedette.read import document, read
from vedette.read.places.gazetteer import lookup
from vedette.read.words import beginnings as room
from vedette.read.words.beginnings import Beginnings, beginnings, digest
from vedette.read.words.cues import Vocabulary
from vedette.read.words.letters import fold_key, fold_keys
from vedette.read.words.lexicon import LANGUAGES, lexicon
from vedette.read.words.needs import begins, needs

ROOT = Path(__file__).resolve().parents[2]
NONE = frozenset()
COMMON = digest([])
REPORTS = {
    "en": "On 3 May 2026, during Ramadan, a roadside bomb killed two soldiers near Baqubah, police said.",
    "ar": "قال مصدر أمني إن عبوة ناسفة انفجرت في 3 أيار 2026 قرب بعقوبة خلال شهر رمضان وقتلت جنديين.",
    "ckb": "سەرچاوەیەکی ئەمنی ڕایگەیاند لە 3ی ئایاری 2026 تەقینەوەیەک لە نزیک بەعقوبە دوو سەربازی کوشت.",
}


def test_what_expressions_need_is_written_down_for_the_lexicons_as_they_are():
    tool = [sys.executable, ROOT / "tools" / "expressions.py", "--check"]
    run = subprocess.run(tool, capture_output=True, text=True, timeout=120)
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize("language", LANGUAGES)
def test_reading_asks_for_no_expression_that_is_not_written_down(language):
    report = document(REPORTS[language].encode(), "a.txt", retrieved=datetime(2026, 5, 4, tzinfo=UTC))
    assert report.language == language
    assert read(report, reader="rules")
    found = beginnings(language)
    unknown = found.asked.keys() - found.known.keys()
    assert not unknown, "stale, run `python tools/expressions.py`"


@pytest.mark.parametrize("bounded", [True, False])
def test_an_expression_that_is_not_written_down_is_taken_apart(bounded):
    for pattern in ("gunm[ae]n|raids?", r"\d+ dead", "(?:a|b)?", r"\w+"):
        found = Beginnings().of(pattern, re.IGNORECASE, bounded, COMMON, NONE)
        assert found[0] == needs(pattern, re.IGNORECASE, bounded)
        assert found[1] == (begins(pattern, re.IGNORECASE) if bounded else None)


@pytest.mark.parametrize("pattern", ["gunm[ae]n", r"\d+ dead", "(?:a|b)?", "(?!)", r"the (?:raid|attack)"])
@pytest.mark.parametrize("bounded", [True, False])
def test_what_is_written_down_is_found_again(pattern, bounded, monkeypatch):
    anew = Beginnings()
    found = anew.of(pattern, 0, bounded, COMMON, NONE)
    known = Beginnings(anew.packed())
    monkeypatch.setattr(room, "needs", None)
    assert known.of(pattern, 0, bounded, COMMON, NONE) == found


def test_a_finding_counts_for_its_own_expression_flags_place_and_common_words_only():
    anew = Beginnings()
    anew.of("the raid", 0, True, COMMON, NONE)
    (key,) = anew.packed()
    known = Beginnings({key: "wrong"})
    assert known.of("the raid", 0, True, COMMON, NONE)[0] == {"wrong"}
    assert known.of("the raids", 0, True, COMMON, NONE)[0] != {"wrong"}
    assert known.of("the raid", re.IGNORECASE, True, COMMON, NONE)[0] != {"wrong"}
    assert known.of("the raid", 0, False, COMMON, NONE)[0] != {"wrong"}
    assert known.of("the raid", 0, True, digest(["the"]), frozenset({"the"}))[0] == {"raid"}


def test_other_code_for_taking_apart_leaves_nothing_known(monkeypatch):
    anew = Beginnings()
    anew.of("the raid", 0, True, COMMON, NONE)
    known = Beginnings(dict.fromkeys(anew.packed(), "wrong"))
    monkeypatch.setattr(room, "_code", lambda: "another")
    assert known.of("the raid", 0, True, COMMON, NONE)[0] != {"wrong"}


def test_a_cue_by_a_finding_is_the_cue_without():
    anew = Beginnings()
    Vocabulary(found=anew).cue("gunm[ae]n", re.IGNORECASE, r"(?<!\w)", r"(?!\w)")
    for found in (Beginnings(), Beginnings(anew.packed())):
        cue = Vocabulary(found=found).cue("gunm[ae]n", re.IGNORECASE, r"(?<!\w)", r"(?!\w)")
        assert [m.span() for m in cue.finditer("Gunmen and a gunman, no gunmanship")] == [(0, 6), (13, 19)]


@pytest.mark.parametrize("before", ["", r"(?<!\w)"])
@pytest.mark.parametrize("pattern", ["raids?", "(?-i:R)aids?", r"[A-Z]aid\w* in (?P<Where>\w+)|\Baids"])
def test_an_expression_finds_the_same_however_often_it_was_tried(pattern, before):
    cue = Vocabulary().cue(pattern, re.IGNORECASE, before)
    text = "Raids and RAIDS in Mosul and a raid in Hit"
    found = {(tuple((m.span(), m.group()) for m in cue.finditer(text)), cue.search(text).span()) for _ in range(100)}
    assert len(found) == 1
    assert cue._fast is not None


def test_ranges_of_letters_stay_within_one_case_so_that_small_letters_find_the_same():
    lex = lexicon("en")
    for cue in [*lex.cues.values(), *(row.pattern for row in (*lex.triggers, *lex.times, *lex.voices))]:
        for first, last in ranges(_parser.parse(cue.pattern, cue.flags)):
            assert (first + last).isdigit() or (first + last).islower() or (first + last).isupper(), cue.pattern


def ranges(tree):
    if isinstance(tree, tuple) and len(tree) == 2 and str(tree[0]) == "RANGE":
        yield tuple(map(chr, tree[1]))
    elif isinstance(tree, tuple | list | _parser.SubPattern):
        for branch in tree:
            yield from ranges(branch)


def test_without_a_file_nothing_is_known():
    assert not beginnings("no such language").known


LINES = st.text(st.characters(exclude_characters="\n", exclude_categories=("Cs",)), max_size=12)


@given(
    st.lists(
        st.one_of(LINES, st.sampled_from(["Al-Basrah", " the  Hague ", "Ash Shatrah", "Popayán", "٣ الأنبار", "al "]))
    )
)
def test_many_names_are_folded_as_each_would_be(names):
    assert fold_keys(names) == [fold_key(name) for name in names]


def test_each_name_of_the_gazetteer_leads_to_its_row():
    for name in ("places_extra.csv", "gazetteer.csv"):
        path = files("vedette.read").joinpath("data", name)
        head, *rows = path.read_text(encoding="utf-8").splitlines()
        assert head.startswith("name,alternates,")
        for row in rows[:: 1 if name == "places_extra.csv" else 40]:
            if '"' not in row:
                first, alternates, latitude = row.split(",")[:3]
                for spelling in filter(None, (first, *alternates.split(";"))):
                    assert any(p.name == first and p.latitude == float(latitude) for p in lookup(spelling)), row
