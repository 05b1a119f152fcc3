"""Days of other calendars against published ones: Umm al-Qura, the observed Iranian new year, tables of Easter."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vedette.read.days.calendars import easter, from_hijri, from_solar, hijri_year, orthodox_easter
from vedette.read.days.feasts import find_feasts, find_other_calendars
from vedette.read.days.times import is_background, resolve
from vedette.read.words.letters import fold
from vedette.read.words.lexicon import lexicon


@pytest.mark.parametrize(
    ("hijri", "day"),
    [((1445, 1, 10), "2023-07-28"), ((1445, 10, 1), "2024-04-10"), ((1446, 8, 15), "2025-02-14")],
)
def test_hijri_days_are_those_of_umm_al_qura(hijri, day):
    assert from_hijri(*hijri) == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("year", "day"),
    [(1375, "1996-03-20"), (1399, "2020-03-20"), (1400, "2021-03-21"), (1404, "2025-03-21"), (2724, "2024-03-20")],
)
def test_the_solar_year_begins_with_the_observed_equinox(year, day):
    assert from_solar(year, 1, 1) == date.fromisoformat(day)


def test_easter_of_both_churches():
    assert (easter(2024), orthodox_easter(2024)) == (date(2024, 3, 31), date(2024, 5, 5))
    assert easter(2025) == orthodox_easter(2025) == date(2025, 4, 20)


@pytest.mark.parametrize("bad", [(1446, 13, 1), (1446, 2, 31), (0, 1, 1), (9999, 1, 1)])
def test_days_that_no_calendar_has_are_none(bad):
    assert from_hijri(*bad) is None
    assert from_solar(bad[0], bad[1], bad[2] + 1) is None


@given(day=st.dates(date(700, 1, 1), date(2200, 1, 1)))
@settings(max_examples=60, deadline=None)
def test_the_hijri_year_of_a_day_begins_before_it(day):
    first = from_hijri(hijri_year(day), 1, 1)
    assert first is None or first <= day + timedelta(days=3)


@given(text=st.text(max_size=60), day=st.dates())
@settings(max_examples=60, deadline=None)
def test_any_text_and_day_are_taken(text, day):
    for tag in ("en", "ar", "ckb"):
        words = fold(f"on Ashura {text} في رمضان 30 شعبان 1999 لە نەورۆز")
        find_feasts(words, day, tag)
        find_other_calendars(words, day, tag)


def test_old_dates_are_background():
    published = date(2024, 5, 1)
    old = resolve("in 2014", published, lexicon("en"))
    assert is_background(old, published)
    assert not is_background(resolve("last week", published, lexicon("en")), published)
