"""An expression is tried only on texts that have a word which it needs, and finds the same as without that."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vedette.read.words.cues import AnyCue, Vocabulary
from vedette.read.words.letters import fold
from vedette.read.words.lexicon import LANGUAGES, lexicon
from vedette.read.words.needs import begins, needs

NEEDED = [
    # pattern, begins with a word, beginnings of words that every match holds
    ("gunm[ae]n", True, {"gunman", "gunmen"}),
    ("(?:the )?bombs?", True, {"bomb"}),
    ("attack(?:s|ed)?|raids?", True, {"attack", "raid"}),
    ("Bombs?", True, {"bomb"}),
    (r"\w+ly attacked", True, {"attack"}),
    (r"[^,]{2,40}?\s(?:said|told) (?:that|to)\b", False, {"said", "told"}),
    (r"bomb", False, None),
    (r"\bbomb", False, {"bomb"}),
    (r"x?bomb", True, {"bomb", "xbomb"}),
    (r"\d+ dead", True, {"dead"}),
    (r"(?:fire|\d+)", True, None),
    (r"(?!of )soldiers", True, {"soldie"}),
    (r"(?:ab)+c", True, {"ab"}),
]


@pytest.mark.parametrize(("pattern", "bounded", "expected"), NEEDED)
def test_beginnings_that_every_match_holds(pattern, bounded, expected):
    assert needs(pattern, re.IGNORECASE, bounded) == expected


BEGINNINGS = [
    # expression that begins with a word, beginnings of that word in every match
    ("gunm[ae]n", {"gunman", "gunmen"}),
    ("(?:the )?bombs?", {"the", "bomb"}),
    (r"(?!of )soldiers", {"soldie"}),
    (r"\d+ dead", None),
    (r"\w+ly attacked", None),
    (r"(?:bombs?)?", None),
]


@pytest.mark.parametrize(("pattern", "expected"), BEGINNINGS)
def test_beginnings_of_every_match(pattern, expected):
    assert begins(pattern, re.IGNORECASE) == expected


def test_matches_do_not_overlap_and_end_where_the_stretch_ends():
    cue = Vocabulary().cue("bombs?(?: and bombs?)?", re.I, r"(?<!\w)", r"(?!\w)")
    text = "Bombs and bombs and bombs"
    assert [m.span() for m in cue.finditer(text)] == [(0, 15), (20, 25)]
    assert [m.span() for m in cue.finditer(text, 3, 24)] == [(10, 24)]


def test_all_matches_of_several_cues_come_cue_by_cue():
    words = Vocabulary()
    either = AnyCue([words.cue(p, re.I, r"(?<!\w)", r"(?!\w)") for p in ("guns?", "mines", "bombs?")], words.seen)
    found = [(number, m.group()) for number, m in either.each("a bomb, a gun, bombs", 2)]
    assert found == [(0, "gun"), (2, "bomb"), (2, "bombs")]
    assert not list(either.each("a bomb", 3))


def test_common_words_are_not_chosen_where_a_rarer_one_stands_beside_them():
    assert needs("in the ambush", 0, True, frozenset({"in", "the"})) == {"ambush"}


def test_letters_that_fold_to_a_needed_one_are_not_missed():
    cue = Vocabulary().cue("soldiers?", re.I, r"(?<!\w)", r"(?!\w)")
    assert re.search("soldiers", "\u017foldiers", re.I)
    assert cue.search("two \u017foldiers")


def test_the_first_of_several_cues_in_the_text_is_found_and_of_two_at_one_place_the_first_cue():
    words = Vocabulary()
    patterns = ["bombs?", "roadside bomb", "bomb"]
    cues = [words.cue(p, re.I, r"(?<!\w)", r"(?!\w)") for p in patterns]
    either = AnyCue(cues, words.seen)
    found = either.search("a roadside bomb and bombs")
    assert found is not None
    assert found.group() == "roadside bomb"
    at = either.match("bombs", 0)
    assert at is not None
    assert at.group() == "bombs"
    assert either.search("nothing of the kind") is None
    assert either.fits("a Bomb there", 2)
    assert not either.fits("a Bomb there", 7)


WORDS = {
    "en": [
        "the",
        "gunmen",
        "attacked",
        "Attack",
        "on",
        "a",
        "checkpoint",
        "near,",
        "in",
        "ſoldiers",
        "said",
        "that",
        "police",
        "denied",
        ".",
        "killed",
        "two",
        "bomb's",
    ],
    "ar": [
        "هاجم",
        "مسلحون",
        "نقطة",
        "بالهجوم",
        "وقتل",
        "جنود",
        "وبقصف",
        "على",
        "في",
        "قال",
        "إن",
        "الشرطة",
        "،",
        "نفت",
    ],
    "ckb": [
        "هێرش",
        "کرد",
        "چەکدار",
        "تەقینەوەیەک",
        "لە",
        "پۆلیس",
        "گوتی",
        "کوژرا",
        "و",
        "سەربازەکان",
        "،",
        "ڕایگەیاند",
    ],
}


@pytest.mark.parametrize("tag", LANGUAGES)
@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_every_cue_of_a_lexicon_finds_what_its_expression_finds(tag, data):
    lex = lexicon(tag)
    words = data.draw(st.lists(st.sampled_from(WORDS[tag]) | st.text(max_size=6), max_size=12))
    text = fold(" ".join(words))
    cues = [*lex.cues.values(), *(t.pattern for t in lex.triggers), *(r.pattern for r in (*lex.times, *lex.voices))]
    for cue in cues:
        plain = [m.span() for m in re.finditer(cue.pattern, text, cue.flags)]
        assert [m.span() for m in cue.finditer(text)] == plain, cue.pattern
        if plain:
            assert cue.search(text).span() == plain[0]
    first, last = sorted(data.draw(st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))))
    there = [m for t in lex.triggers if (m := t.pattern.regex.search(text, first, last))]
    found = lex.quick.search(text, first, last)
    assert (found and found.start()) == min((m.start() for m in there), default=None)
    assert lex.quick.fits(text, first, last) == bool(there)


def test_a_cue_that_is_made_late_finds_words_that_were_looked_at_before():
    vocabulary = Vocabulary()
    early = vocabulary.cue("bridge", re.IGNORECASE, r"\b")
    text = "The bridge was closed during Ramadan."
    assert early.search(text)
    late = vocabulary.cue("ramadan", re.IGNORECASE, r"\b")
    assert late.search(text)
    assert late.search("closed in Ramadan")
