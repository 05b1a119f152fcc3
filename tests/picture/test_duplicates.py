from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from vedette.picture import duplicates

WORDS = [f"word{n}" for n in range(400)]
TEXT = " ".join(WORDS[:120])


def test_the_first_published_of_a_group_is_its_original(report):
    late, early = report("a", text=TEXT), report("b", text=TEXT.upper(), day=date(2031, 5, 8))
    assert duplicates([late, early]) == {late.id: early.id, early.id: early.id}


def test_a_shortened_and_an_extended_copy_are_found(report):
    whole = report("a", text=TEXT, day=date(2031, 5, 8))
    short = report("b", text=" ".join(WORDS[:60]))
    long = report("c", text="From our own desk. " + TEXT + " Read more at our page.")
    assert set(duplicates([whole, short, long]).values()) == {whole.id}


def test_other_texts_are_not_copies(report):
    a, b = report("a", text=TEXT), report("b", text=" ".join(reversed(WORDS)))
    assert duplicates([a, b]) == {a.id: a.id, b.id: b.id}


def test_the_bulletin_of_another_month_is_not_a_copy(report):
    a = report("a", text=TEXT)
    b = report("b", text=TEXT + " today", day=a.published + timedelta(days=30))
    assert duplicates([a, b])[b.id] == b.id


def test_empty_texts_are_not_copies_of_each_other(report):
    a, b = report("a").model_copy(update={"text": ""}), report("b").model_copy(update={"text": ""})
    assert duplicates([a, b]) == {a.id: a.id, b.id: b.id}
    assert duplicates([]) == {}


def test_a_slow_drift_is_not_one_group(report):
    texts = [" ".join(WORDS[start : start + 120]) for start in range(0, 240, 15)]
    reports = [report(f"{n:02}", text=text) for n, text in enumerate(texts)]
    assert len(set(duplicates(reports).values())) >= 3


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 200)), max_size=8))
def test_every_report_has_an_original_and_originals_are_their_own(picks):
    from vedette.terms.report import Report

    reports = [
        Report(id=str(n), text=" ".join(WORDS[start : start + 100]), published=date(2031, 5, 1) + timedelta(days=day))
        for n, (day, start) in enumerate(picks)
    ]
    found = duplicates(reports)
    assert set(found) == {r.id for r in reports}
    assert all(found[original] == original for original in found.values())
    assert duplicates(list(reversed(reports))) == found
