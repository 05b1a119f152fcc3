"""Where claims stand in a text: nothing of the text is lost or doubled, and long texts are cut to their passages."""

from hypothesis import given
from hypothesis import strategies as st

from vedette.cli.reading_marks import KINDS, Gap, Mark, Stretch, clean, marks_of, pieces, stretches


def _claim(kind, *spans):
    return {"kind": kind, "evidence": [{"start": a, "end": b} for a, b in spans]}


@st.composite
def _marked(draw):
    text = draw(st.text(alphabet="ab \nبە.", min_size=1, max_size=200))
    point = st.integers(0, len(text))
    spans = draw(st.lists(st.tuples(point, point).filter(lambda s: s[0] < s[1]), max_size=6))
    return text, [Mark(n, "attack", a, b) for n, (a, b) in enumerate(sorted(spans), 1)]


@given(_marked())
def test_pieces_are_the_text_and_every_mark_covers_its_own_words(case):
    text, marks = case
    got = pieces(text, 0, len(text), marks)
    assert "".join(p.text for p in got) == text
    for mark in marks:
        assert "".join(p.text for p in got if mark in p.covers) == text[mark.start : mark.end]
        assert sum(mark in p.begins for p in got) == 1
    assert sum(p.ends for p in got) == len(marks)


@given(_marked())
def test_a_whole_text_shows_every_paragraph_once(case):
    text, marks = case
    shown = stretches(text, marks, whole=True)
    assert [text[s.start : s.end] for s in shown] == [line for line in text.split("\n") if line.strip()]


def test_nested_and_crossing_passages_are_cut_where_they_meet():
    marks = marks_of([_claim("attack", (0, 10)), _claim("operation", (4, 14))])
    got = pieces("0123456789abcdefgh", 0, 18, marks)
    assert [(p.text, [m.number for m in p.covers]) for p in got] == [
        ("0123", [1]),
        ("456789", [1, 2]),
        ("abcd", [2]),
        ("efgh", []),
    ]


def test_a_claim_with_two_passages_has_one_that_is_first():
    marks = marks_of([_claim("warning", (5, 9), (0, 3))])
    assert [(m.start, m.first) for m in marks] == [(0, False), (5, True)]


def test_letters_of_kinds_differ():
    letters = [Mark(1, kind, 0, 1).letter for kind in KINDS]
    assert len(set(letters)) == len(KINDS)


def test_a_long_text_is_cut_to_its_lead_and_its_passages():
    quiet = "Nothing of note was said here. " * 20
    text = "\n\n".join([f"Lead. {quiet}", quiet, quiet, "A bomb went off.", quiet])
    at = text.index("A bomb")
    lead, before, passage, after = stretches(text, [Mark(1, "attack", at, at + 15)])
    assert isinstance(lead, Stretch)
    assert before == Gap(2, 2 * len(quiet))
    assert text[passage.start : passage.end] == "A bomb went off."
    assert after == Gap(1, len(quiet))


def test_of_one_long_paragraph_the_neighbourhood_of_the_claims_is_shown_in_whole_words():
    text = "word " * 600 + "A bomb went off. " + "tail " * 600
    at = text.index("A bomb")
    (shown,) = stretches(text, [Mark(1, "attack", at, at + 15)])
    assert shown.cut == (True, True)
    assert shown.end - shown.start < 400
    assert set(text[shown.start : shown.end].split()) <= {"word", "tail", "A", "bomb", "went", "off."}


def test_what_steers_a_terminal_or_turns_a_line_is_taken_out_and_joiners_stay():
    assert clean("a\x1b[31mb\u202ec\u2066d\x9be\x07") == "a[31mbcde"
    assert clean("می\u200cشود\n") == "می\u200cشود\n"


def test_a_passage_over_two_paragraphs_begins_again_in_the_second_but_not_as_the_first():
    mark = Mark(1, "attack", 2, 9)
    assert pieces("ab12\n\n345cd", 0, 4, [mark])[1].begins == (mark,)
    (again,) = pieces("ab12\n\n345cd", 6, 11, [mark])[0].begins
    assert (again.number, again.first) == (1, False)
